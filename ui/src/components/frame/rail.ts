// The entries of the rail, in order, for station and county. The search finds them as pages.

/** One entry of the rail: where, what it says, its pinyin and initials for the search, for which side. */
export interface RailEntry {
  to: string
  label: string
  spell: string
  icon: string
  side: 'station' | 'county' | 'both'
  test: string
}

/** The rail, in order. */
export const RAIL: RailEntry[] = [
  { to: '/', label: '工作台', spell: 'gongzuotai gzt', icon: '⌂', side: 'station', test: 'rail-home' },
  { to: '/', label: '站点一览', spell: 'zhandianyilan zdyl', icon: '⌂', side: 'county', test: 'rail-home' },
  {
    to: '/recipients',
    label: '服务对象',
    spell: 'fuwuduixiang fwdx',
    icon: '人',
    side: 'both',
    test: 'rail-recipients',
  },
  { to: '/visits', label: '走访', spell: 'zoufang zf', icon: '访', side: 'both', test: 'rail-visits' },
  { to: '/cases', label: '个案', spell: 'gean ga', icon: '案', side: 'both', test: 'rail-cases' },
  {
    to: '/groups',
    label: '小组与活动',
    spell: 'xiaozuyuhuodong xzyhd xzhd',
    icon: '组',
    side: 'both',
    test: 'rail-groups',
  },
  {
    to: '/volunteers',
    label: '志愿与资源',
    spell: 'zhiyuanyuziyuan zyyzy zyzy',
    icon: '志',
    side: 'both',
    test: 'rail-volunteers',
  },
  { to: '/means', label: '家计调查', spell: 'jiajidiaocha jjdc', icon: '计', side: 'both', test: 'rail-means' },
  { to: '/supervision', label: '督导', spell: 'dudao dd', icon: '督', side: 'both', test: 'rail-supervision' },
  { to: '/office', label: '站务', spell: 'zhanwu zw', icon: '务', side: 'both', test: 'rail-office' },
  { to: '/targets', label: '指标', spell: 'zhibiao zb', icon: '标', side: 'both', test: 'rail-targets' },
  {
    to: '/briefs',
    label: '简报与报告',
    spell: 'jianbaoyubaogao jbybg jb',
    icon: '报',
    side: 'both',
    test: 'rail-briefs',
  },
  { to: '/import', label: '导入', spell: 'daoru dr', icon: '入', side: 'county', test: 'rail-import' },
  { to: '/sync', label: '同步', spell: 'tongbu tb', icon: '⇅', side: 'both', test: 'rail-sync' },
  {
    to: '/stations',
    label: '站点与设备',
    spell: 'zhandianyushebei zdysb',
    icon: '站',
    side: 'county',
    test: 'rail-stations',
  },
  { to: '/parameters', label: '参数', spell: 'canshu cs', icon: '参', side: 'county', test: 'rail-parameters' },
  { to: '/settings', label: '设置', spell: 'shezhi sz', icon: '⚙', side: 'both', test: 'rail-settings' },
]
