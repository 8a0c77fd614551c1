// Error codes in Chinese: what each means to a person and what to do now. The table is exhaustive by type: a new code
// in the program does not compile here until it has its sentences.
import type { CommandError, ErrorCode, FieldFinding } from './bindings'

/** Codes of the program, and two that only the way to it can give. */
export type AnyCode = ErrorCode | 'unreachable' | 'not_connected'

/** A sentence on what happened and one on what to do. */
export interface ErrorText {
  title: string
  todo: string
}

/** Every code with its sentences. */
export const ERRORS: Record<AnyCode, ErrorText> = {
  locked: { title: '屏幕已锁定', todo: '请输入密码解锁，正在填写的内容都还在。' },
  wrong_passphrase: { title: '密码不对', todo: '请重新输入；注意大小写和输入法。忘记密码可以向县里申请找回。' },
  too_many_attempts: { title: '试错次数太多', todo: '请等一会儿再试。' },
  wrong_code: { title: '验证码不对', todo: '请照县里给的验证码重新输入，大小写不限。' },
  damaged_file: { title: '文件不完整或被改动过', todo: '请重新拷贝或重新索取这个文件。' },
  wrong_file: { title: '这不是需要的文件', todo: '请检查文件名，换一个文件再试。' },
  foreign_file: { title: '这个文件属于别的县、别的站点或别的电脑', todo: '请确认没有拿错 U 盘或文件。' },
  not_allowed: { title: '您没有这项权限', todo: '请由站长或县级人员来操作。' },
  not_confirmed: { title: '县里还没有确认这台电脑', todo: '照常工作即可，内容都存在本机；县里确认后会自动送出。' },
  not_found: { title: '找不到这条记录', todo: '它可能已被删除，或还没有同步到这台电脑。请回到列表。' },
  invalid: { title: '有几处需要改', todo: '请看标红的地方，改好后再保存。' },
  not_set_up: { title: '这台电脑还没有设置', todo: '请先选择：练习、建立县级，或加入站点。' },
  already_set_up: { title: '这台电脑已经设置过', todo: '请直接解锁使用。' },
  newer_database: { title: '数据由更新版本的程序写成', todo: '请安装最新版本的禾站再打开，数据没有损坏。' },
  database_damaged: { title: '数据库打不开', todo: '请从最近一次备份恢复，原来的文件会保留。' },
  disk_full: { title: '磁盘或 U 盘已满', todo: '请腾出空间后再试，已保存的内容没有丢失。' },
  file_access: { title: '读写文件出错', todo: '请检查 U 盘是否插好，或换一个文件夹再试。' },
  offline: { title: '现在连不上县里', todo: '可以继续工作，连上后会自动送出；也可以用 U 盘。' },
  busy: { title: '同样的工作正在进行', todo: '请等它结束。' },
  changed: { title: '您看过之后有了变动', todo: '请再看一遍，然后再做。' },
  cancelled: { title: '已取消', todo: '没有做完的部分不会留下，可以随时重来。' },
  bad_request: { title: '界面和程序的版本对不上', todo: '请重新启动禾站；仍不行请联系县里的管理员。' },
  internal: { title: '程序内部出错', todo: '刚才的操作没有完成，请再试一次；仍不行请重新启动禾站。' },
  unreachable: { title: '程序没有回应', todo: '请看禾站是否还在运行，然后再试一次；填写的内容还在。' },
  not_connected: { title: '这个网页没有连上禾站', todo: '请关掉这个网页，再打开一次禾站。' },
}

/** An error that a command answered, ready to be shown. */
export class CallError extends Error {
  constructor(
    readonly code: AnyCode,
    readonly detail: string,
    readonly fields: FieldFinding[] = [],
  ) {
    super(code)
  }

  /** What happened, in Chinese. */
  get title(): string {
    return ERRORS[this.code].title
  }

  /** What to do now; the program's own words when it has some. */
  get todo(): string {
    return this.detail || ERRORS[this.code].todo
  }
}

/** Any thrown thing as a CallError. */
export function asCallError(problem: unknown): CallError {
  if (problem instanceof CallError) return problem
  const error = problem as Partial<CommandError> | null
  if (error && typeof error === 'object' && typeof error.code === 'string' && error.code in ERRORS)
    return new CallError(error.code as AnyCode, error.detail ?? '', error.fields ?? [])
  return new CallError('internal', '')
}
