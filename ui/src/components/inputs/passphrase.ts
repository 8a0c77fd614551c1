// A new passphrase typed twice: whether both are the same. How hard it is to guess is for the program to say.
import type { Strength } from '@/api/types'

/** What is said of one that is taken. */
export const STRENGTH: Record<Strength, string> = {
  weak: '太容易猜到',
  enough: '这个密码可以用',
  good: '这个密码很难猜到',
}

/** What is wrong between the two, or empty. */
export function passphraseTrouble(first: string, again: string): string {
  if (!first) return again ? '请先在上面一行输入密码。' : ''
  return again && first !== again ? '两次输入的密码不一样。' : ''
}

/** Both typed, and the same. */
export function passphraseReady(first: string, again: string): boolean {
  return first !== '' && first === again
}
