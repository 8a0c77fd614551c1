// A picture that the program gave as base64, as an image's source.

/** Empty where there is none. */
export function pictureOf(base64: string | null | undefined, mime = 'image/jpeg'): string {
  return base64 ? `data:${mime};base64,${base64}` : ''
}
