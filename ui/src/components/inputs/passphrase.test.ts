// A new passphrase is typed the same twice.
import { expect, it } from 'vitest'
import { passphraseReady, passphraseTrouble } from './passphrase'

it('says when the second differs, not while it is empty', () => {
  expect(passphraseTrouble('石桥边的老樟树下', '石桥')).toContain('不一样')
  expect(passphraseTrouble('石桥边的老樟树下', '')).toBe('')
})
it('says so when only the second is typed', () => {
  expect(passphraseTrouble('', '石桥')).toContain('上面一行')
  expect(passphraseTrouble('', '')).toBe('')
})
it('goes on only with both the same', () => {
  expect(passphraseReady('石桥边的老樟树下', '石桥边的老樟树下')).toBe(true)
  expect(passphraseReady('石桥边的老樟树下', '')).toBe(false)
  expect(passphraseReady('', '')).toBe(false)
})
