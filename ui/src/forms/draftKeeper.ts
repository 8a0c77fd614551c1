// The keeper of what is being typed: a little after the last key stroke it is put away, and it can be put away at once.
// It does not know forms or records, only a place to put text.

/** Where drafts lie. */
export interface DraftPlace<Content> {
  put: (content: Content) => Promise<void>
  discard: () => Promise<void>
}

/** Puts a draft away `delay` ms after the last change; never two at a time; nothing after it was discarded. */
export class DraftKeeper<Content> {
  private timer: ReturnType<typeof setTimeout> | undefined
  private waiting: { content: Content } | undefined
  private writing: Promise<void> = Promise.resolve()
  private failed = false

  constructor(
    private readonly place: DraftPlace<Content>,
    private readonly delay = 800,
  ) {}

  /** Something was typed. */
  changed(content: Content): void {
    this.waiting = { content }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), this.delay)
  }

  /** Puts away at once what waits, for example when the drawer closes or the screen locks. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    const now = this.waiting
    if (!now) return await this.writing
    this.waiting = undefined
    this.writing = this.writing.then(async () => {
      try {
        await this.place.put(now.content)
        this.failed = false
      } catch {
        this.failed = true
        this.waiting ??= now
      }
    })
    await this.writing
  }

  /** The record was saved or the draft thrown away: forget it. */
  async done(): Promise<void> {
    clearTimeout(this.timer)
    this.waiting = undefined
    this.writing = this.writing.then(() => this.place.discard()).catch(() => undefined)
    await this.writing
  }

  /** Whether the last attempt to put it away failed; it is tried again at the next change. */
  get unkept(): boolean {
    return this.failed
  }
}
