// A new passphrase typed twice, and whether it may be sent: long enough and the same. The program has the last word.

/** Fewest characters of a passphrase. */
export const SHORTEST = 8

/** What is wrong with a new passphrase, or empty. */
export function passphraseTrouble(first: string, again: string): string {
  if (!first) return again ? '请先在上面一行输入口令。' : ''
  if (first.length < SHORTEST) return `口令至少 ${SHORTEST} 个字符，可以用一句好记的话。`
  if (again && first !== again) return '两次输入的口令不一样。'
  return ''
}

/** Both typed, long enough, the same. */
export function passphraseReady(first: string, again: string): boolean {
  return first.length >= SHORTEST && first === again
}
