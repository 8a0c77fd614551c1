// Files into and out of the program: native dialogs in the window, upload and download in a browser.
// It moves bytes and paths only; what is in a file is the program's business.
import { inWindow } from './door'
import type { Destination, FileIn, FileOut } from './types'

/** Lets the person choose files; empty when they changed their mind. */
export async function pickFiles(extensions: string[], many = false): Promise<FileIn[]> {
  if (inWindow) {
    const { open } = await import('@tauri-apps/plugin-dialog')
    const chosen = await open({ multiple: many, filters: [{ name: extensions.join(' '), extensions }] })
    return (chosen === null ? [] : Array.isArray(chosen) ? chosen : [chosen]).map(fileAt)
  }
  const accept = extensions.map((one) => `.${one}`).join(',')
  return await new Promise((done) => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', accept, multiple: many })
    input.dataset.test = 'file-input'
    input.style.display = 'none'
    const finish = async (): Promise<void> => {
      input.remove()
      done(await readFiles(Array.from(input.files ?? [])))
    }
    input.onchange = () => void finish()
    input.oncancel = () => void finish()
    document.body.append(input)
    input.click()
  })
}

/** Browser files as the program takes them. */
export async function readFiles(files: File[]): Promise<FileIn[]> {
  return await Promise.all(
    files.map(async (file) => ({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) })),
  )
}

/** A file that was chosen and is read only when its turn comes: a phone's folder does not fit into memory at once. */
export interface Chosen {
  name: string
  load: () => Promise<FileIn>
}

/** Lets the person choose photos, scans, documents, or a whole folder of them; empty when they changed their mind. */
export async function pickPhotos(folder: boolean): Promise<Chosen[]> {
  const extensions = ['jpg', 'jpeg', 'png', 'webp', 'pdf', 'docx', 'xlsx', 'heic']
  if (inWindow) {
    const { open } = await import('@tauri-apps/plugin-dialog')
    const chosen = folder
      ? await open({ directory: true, title: '选手机里的照片文件夹' })
      : await open({
          multiple: true,
          filters: [
            { name: '照片、扫描件、文档', extensions: [...extensions, ...extensions.map((one) => one.toUpperCase())] },
          ],
        })
    return (chosen === null ? [] : Array.isArray(chosen) ? chosen : [chosen]).map((path) => asChosen(fileAt(path)))
  }
  return await new Promise((done) => {
    const input = document.createElement('input')
    Object.assign(input, {
      type: 'file',
      accept: folder ? '' : extensions.map((one) => `.${one}`).join(','),
      multiple: true,
      webkitdirectory: folder,
    })
    input.dataset.test = 'file-input'
    input.style.display = 'none'
    const finish = (): void => {
      input.remove()
      const files = Array.from(input.files ?? []).filter(
        (file) => !folder || extensions.includes(file.name.split('.').pop()?.toLowerCase() ?? ''),
      )
      done(chosenFiles(files))
    }
    input.onchange = finish
    input.oncancel = finish
    document.body.append(input)
    input.click()
  })
}

/** Files of a drop or a paste, read when their turn comes. */
export function chosenFiles(files: File[]): Chosen[] {
  return files.map((file) => ({ name: file.name, load: async () => (await readFiles([file]))[0]! }))
}

/** A file whose path or bytes are at hand. */
export function asChosen(file: FileIn): Chosen {
  return { name: file.name, load: () => Promise.resolve(file) }
}

/** Where to put what the program makes: a folder in the window, a download in a browser; null when given up. */
export async function pickDestination(): Promise<Destination | null> {
  if (!inWindow) return { download: true }
  const { open } = await import('@tauri-apps/plugin-dialog')
  const folder = await open({ directory: true, title: '保存到哪个文件夹(例如 U 盘)' })
  return typeof folder === 'string' ? { folder } : null
}

/** Hands a made file to the person: in a browser it downloads, in the window it already lies in the folder. */
export async function deliver(...files: FileOut[]): Promise<void> {
  for (const file of files.filter((one) => one.download)) {
    const link = document.createElement('a')
    link.href = `download/${file.download}`
    link.download = file.name
    document.body.append(link)
    link.click()
    link.remove()
    await new Promise((next) => setTimeout(next, 300))
  }
}

/** Shows a made file in the file manager; does nothing in a browser. */
export async function showInFolder(file: FileOut): Promise<void> {
  if (!inWindow || !file.path) return
  const { revealItemInDir } = await import('@tauri-apps/plugin-opener')
  await revealItemInDir(file.path)
}

/**
 * Opens a made file to print from there: with the system's viewer, a PDF in a browser as a page of its own. False where
 * that did not happen: the browser lets no page open, or knows no such files.
 */
export async function openFile(file: FileOut): Promise<boolean> {
  if (!inWindow) {
    const readable = file.download && file.name.endsWith('.pdf')
    return Boolean(readable && window.open(`download/${file.download}?show`))
  }
  if (!file.path) return false
  const { openPath } = await import('@tauri-apps/plugin-opener')
  await openPath(file.path)
  return true
}

/**
 * Calls back with files dropped on the window, or only on a part of it that is in sight; returns how to stop
 * listening. Browsers use the drop event instead.
 */
export async function onDropped(
  take: (files: FileIn[]) => void,
  hover: (over: boolean) => void,
  on?: () => HTMLElement | undefined,
): Promise<() => void> {
  if (!inWindow) return () => undefined
  const { getCurrentWebview } = await import('@tauri-apps/api/webview')
  return await getCurrentWebview().onDragDropEvent(({ payload }) => {
    const here =
      payload.type === 'leave'
        ? false
        : !on || isAt(on(), payload.position.x / devicePixelRatio, payload.position.y / devicePixelRatio)
    hover(here && (payload.type === 'enter' || payload.type === 'over'))
    if (here && payload.type === 'drop') take(payload.paths.map(fileAt))
  })
}

function isAt(part: HTMLElement | undefined, x: number, y: number): boolean {
  const top = document.elementFromPoint(x, y)
  return part !== undefined && top !== null && part.contains(top)
}

function fileAt(path: string): FileIn {
  return { name: path.split(/[\\/]/).pop() ?? path, path }
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
