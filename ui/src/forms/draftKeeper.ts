// The keeper of what is being typed: it is put away at the latest a second after it was typed, however fast the typing
// goes on, and at once when asked. It does not know forms or records, only a place to put text.

/** Where drafts lie. */
export interface DraftPlace<Content> {
  put: (content: Content) => Promise<void>
  discard: () => Promise<void>
}

/** Keepers that hold something not yet put away: whatever is about to end the typing asks them all. */
const waiting = new Set<{ flush: () => Promise<void> }>()

/** Puts away everything that is being typed anywhere: the window closes, the screen locks, the page changes. */
export async function keepAll(): Promise<void> {
  await Promise.all([...waiting].map((keeper) => keeper.flush()))
}

/** Puts a draft away within `delay` ms of a change; never two at a time; nothing after it was discarded. */
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
    waiting.add(this)
    // Not from anew with each key: who types without a pause is kept, too.
    this.timer ??= setTimeout(() => void this.flush(), this.delay)
  }

  /** Puts away at once what waits, for example when the drawer closes or the screen locks. */
  async flush(): Promise<void> {
    this.stop()
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
        waiting.add(this)
      }
    })
    await this.writing
  }

  /** The record was saved or the draft thrown away: forget it. */
  async done(): Promise<void> {
    this.stop()
    this.waiting = undefined
    this.writing = this.writing.then(() => this.place.discard()).catch(() => undefined)
    await this.writing
  }

  private stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    waiting.delete(this)
  }

  /** Whether the last attempt to put it away failed; it is tried again at the next change. */
  get unkept(): boolean {
    return this.failed
  }
}
