// The shapes that commands take and give, gathered from the generated bindings. Only what the program
// does not generate (field values, the dictionary's JSON) is written here.
export type * from './bindings'

/** The value of a field: text, number, code, codes or nothing, as its kind in the dictionary says while running. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type FieldValue = any
import type { FieldName, KindName } from './kinds'

/** The field names of a kind, where the kind is known while compiling; any text where it is not. */
export type FieldOf<Kind extends string> = Kind extends KindName ? FieldName<Kind> : string
/** Field values by name. */
export type Fields = Record<string, FieldValue>
/** Names one change: log, sequence number, head. */
export type Ref = [string, number, string]

/** What is wrong with a field, and the dictionary, under short names. */
export type {
  FieldFinding as Finding,
  DictionaryView as Dictionary,
  KindView as Kind,
  FieldView as Field,
  CodeView as Code,
} from './bindings'
/** Which changes a form saw in each field. */
export type Seen = Record<string, Ref[]>
