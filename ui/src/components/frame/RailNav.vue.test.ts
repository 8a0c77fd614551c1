// The rail: the nouns of a station and of the county, the one in sight marked.
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import RailNav from './RailNav.vue'

const route = { path: '/', meta: {} as { under?: string } }
vi.mock('@/api/call', () => ({ call: () => Promise.resolve({}) }))
vi.mock('vue-router', () => ({ useRoute: () => route }))

function open(side: 'station' | 'county', path = '/', under?: string) {
  Object.assign(route, { path, meta: { under } })
  session.start = { place: { side, station_name: '石桥镇', county_name: '青禾县' } } as typeof session.start
  const RouterLink = { props: ['to'], template: '<a :href="to"><slot /></a>' }
  const part = mount(RailNav, { global: { components: { RouterLink } } })
  return { part, labels: part.findAll('a').map((one) => one.text()) }
}

describe('the rail', () => {
  it('of a station begins with its work bench and knows no parameters', () => {
    const { labels } = open('station')
    expect(labels[0]).toBe('工作台')
    expect(labels).not.toContain('参数')
  })

  it('of the county begins with its stations and ends with settings', () => {
    const { labels } = open('county')
    expect(labels[0]).toBe('站点一览')
    expect(labels.at(-1)).toBe('设置')
  })

  it('marks the page in sight, also from one that stands below it', () => {
    const marked = (path: string, under?: string) =>
      open('station', path, under)
        .part.findAll('[aria-current="page"]')
        .map((one) => one.text())
    expect(marked('/cases/c1')).toEqual(['个案'])
    expect(marked('/activities/a1', '/groups')).toEqual(['小组与活动'])
    expect(marked('/')).toEqual(['工作台'])
  })

  it('has a picture beside every word, and no single characters', () => {
    const { part } = open('station')
    expect(part.findAll('a').every((one) => one.find('svg').exists())).toBe(true)
  })
})
