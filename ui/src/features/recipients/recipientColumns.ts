// The columns of the table of recipients. A column's key is an order that the program knows.
import { h } from 'vue'
import type { RecipientRow, RecipientsRequest, SortBy } from '@/api/types'
import RiskTag from '@/components/records/RiskTag.vue'
import { columnsOf, type RowColumn } from '@/components/records/rowTable'
import StateMark from '@/components/records/StateMark.vue'

/** `station` names a station by its code, for the county. */
export function recipientColumns(station?: (code: string) => string): RowColumn<RecipientRow>[] {
  return [
    ...columnsOf<RecipientRow>(
      ['name', '姓名', 90, (row) => h('strong', row.name)],
      ['sex', '性别', 46, (row) => row.sex],
      ['age', '年龄', 48, (row) => row.age ?? '', 'figure'],
      ['village', '村（居）', 116, (row) => `${row.village}${row.group_no ? ` ${row.group_no}` : ''}`],
      ['categories', '类别', 120, (row) => row.categories.map((one) => one.label).join('、'), 'grow'],
    ).map((one) => ({ ...one, unsorted: one.key === 'categories' })),
    ...(station ? columnsOf<RecipientRow>(['station', '站点', 84, (row) => station(row.station), 'unsorted']) : []),
    ...columnsOf<RecipientRow>(
      ['worker', '责任社工', 76, (row) => row.worker],
      ['last_visit', '上次走访', 94, (row) => row.last_visit ?? h('span', { class: 'quiet' }, '从未')],
      [
        'next_visit',
        '下次走访',
        94,
        (row) => (row.next_visit ? h('span', { class: row.overdue ? 'danger' : '' }, row.next_visit) : ''),
      ],
      ['risk', '风险', 72, (row) => h(RiskTag, { risk: row.risk })],
      [
        'state',
        '状态',
        104,
        (row) =>
          h('span', [
            row.conflicted ? h('span', { class: 'warn small' }, '有冲突 ') : null,
            h(StateMark, { state: row.state, provisional: row.provisional }),
          ]),
      ],
    ),
  ]
}

/** The order of a request as the table's titles show it; the usual one as none. */
export function sortOf(asked: Partial<RecipientsRequest>): SortBy | null {
  return asked.order && asked.order !== 'changed' ? { column: asked.order, descending: asked.descending } : null
}

/** A request in the order of a title that was clicked. */
export function sortedBy(asked: Partial<RecipientsRequest>, sort: SortBy | null): Partial<RecipientsRequest> {
  const order = (sort?.column ?? 'changed') as RecipientsRequest['order']
  return { ...asked, order, descending: sort?.descending ?? false }
}
