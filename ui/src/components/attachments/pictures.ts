// Small words on photos and scans, for their panel, intake and viewer. Rules stay in the program.
import type { AttachmentView, FileRead, NewAttachment } from '@/api/types'

/** Bytes as people say them. */
export function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** The program that opens a document which is not shown here; none for photos and scans. */
export function programOf(mime: unknown): 'Word' | 'Excel' | null {
  if (typeof mime !== 'string') return null
  if (mime.endsWith('wordprocessingml.document')) return 'Word'
  return mime.endsWith('spreadsheetml.sheet') ? 'Excel' : null
}

/** How far a photo is turned; always one of 0, 90, 180, 270. */
export function rotationOf(item: AttachmentView): number {
  return Number(item.record.fields.rotation ?? 0) % 360
}

/** The next quarter turn, clockwise. */
export function turned(degrees: number): number {
  return (degrees + 90) % 360
}

/** What she says of one file before it is saved. */
export interface Saying {
  file: FileRead
  purpose: string
  caption: string
  taken_date: string | null
  taken_time: string | null
  place: string
  keepPlace: boolean
  again: boolean
}

/** What the form begins with: the camera's time, its place only on request, scans as scans. */
export function beginSaying(file: FileRead): Saying {
  return {
    file,
    purpose: file.mime === 'image/jpeg' ? 'photo' : programOf(file.mime) ? 'other' : 'scan',
    caption: '',
    taken_date: file.taken_date,
    taken_time: file.taken_time,
    place: file.place ?? '',
    keepPlace: false,
    again: false,
  }
}

/** Which of them would be saved as they stand. */
export function toSave(sayings: Saying[]): Saying[] {
  return sayings.filter((one) => one.file.token && (!one.file.twins.length || one.again))
}

/** What is sent of one of them when it is saved. */
export function asSaved(saying: Saying): NewAttachment {
  return {
    token: saying.file.token!,
    purpose: saying.purpose,
    caption: saying.caption || null,
    taken_date: saying.taken_date || null,
    taken_time: saying.taken_time || null,
    place: saying.keepPlace ? saying.place || null : null,
    pages: null,
    again: saying.again,
  }
}
