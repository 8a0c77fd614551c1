// The entries of the rail, in order, for station and county. The search finds them as pages.
import {
  Aim,
  AlarmClock,
  ChatDotRound,
  Document,
  Download,
  Finished,
  FolderOpened,
  House,
  MapLocation,
  Medal,
  Monitor,
  OfficeBuilding,
  Operation,
  Refresh,
  Setting,
  Tickets,
  User,
  View,
  Wallet,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'

/** One entry of the rail: where, what it says, its pinyin and initials for the search, for which side. */
export interface RailEntry {
  to: string
  label: string
  spell: string
  icon: Component
  side: 'station' | 'county' | 'both'
  test: string
  /** Found by the search and linked from another page, but not in the rail, which fits a small screen. */
  apart?: true
  /** For the county and the supervisor of a station only. */
  leads?: true
}

/** The rail, in order. */
export const RAIL: RailEntry[] = [
  { to: '/', label: '工作台', spell: 'gongzuotai gzt', icon: House, side: 'station', test: 'rail-home' },
  { to: '/', label: '站点一览', spell: 'zhandianyilan zdyl', icon: House, side: 'county', test: 'rail-home' },
  {
    to: '/recipients',
    label: '服务对象',
    spell: 'fuwuduixiang fwdx',
    icon: User,
    side: 'both',
    test: 'rail-recipients',
  },
  { to: '/visits', label: '走访', spell: 'zoufang zf', icon: MapLocation, side: 'both', test: 'rail-visits' },
  { to: '/cases', label: '个案', spell: 'gean ga', icon: FolderOpened, side: 'both', test: 'rail-cases' },
  {
    to: '/groups',
    label: '小组与活动',
    spell: 'xiaozuyuhuodong xzyhd xzhd',
    icon: ChatDotRound,
    side: 'both',
    test: 'rail-groups',
  },
  {
    to: '/volunteers',
    label: '志愿与资源',
    spell: 'zhiyuanyuziyuan zyyzy zyzy',
    icon: Medal,
    side: 'both',
    test: 'rail-volunteers',
  },
  { to: '/means', label: '家计调查', spell: 'jiajidiaocha jjdc', icon: Wallet, side: 'both', test: 'rail-means' },
  { to: '/supervision', label: '督导', spell: 'dudao dd', icon: View, side: 'both', test: 'rail-supervision' },
  {
    to: '/readings',
    label: '查阅记录',
    spell: 'chayuejilu cyjl',
    icon: View,
    side: 'both',
    test: 'rail-readings',
    apart: true,
    leads: true,
  },
  { to: '/deadlines', label: '期限', spell: 'qixian qx', icon: AlarmClock, side: 'both', test: 'rail-deadlines' },
  {
    to: '/agreements',
    label: '协议与年度',
    spell: 'xieyiyuniandu xyynd xynd',
    icon: Tickets,
    side: 'both',
    test: 'rail-agreements',
  },
  {
    to: '/year',
    label: '本年度',
    spell: 'benniandu bnd',
    icon: Finished,
    side: 'both',
    test: 'rail-year',
    apart: true,
  },
  {
    to: '/compliance',
    label: '合规检查',
    spell: 'heguijiancha hgjc',
    icon: Finished,
    side: 'both',
    test: 'rail-compliance',
    apart: true,
  },
  {
    to: '/evaluation',
    label: '评估',
    spell: 'pinggu pg jixiaoziping jxzp',
    icon: Medal,
    side: 'both',
    test: 'rail-evaluation',
    apart: true,
  },
  { to: '/office', label: '站务', spell: 'zhanwu zw', icon: OfficeBuilding, side: 'both', test: 'rail-office' },
  { to: '/targets', label: '指标', spell: 'zhibiao zb', icon: Aim, side: 'both', test: 'rail-targets' },
  {
    to: '/reports',
    label: '简报与报告',
    spell: 'jianbaoyubaogao jbybg jb',
    icon: Document,
    side: 'both',
    test: 'rail-reports',
  },
  {
    to: '/late-reports',
    label: '报送与时效',
    spell: 'baosongyushixiao bsysx bssx',
    icon: AlarmClock,
    side: 'both',
    test: 'rail-late-reports',
    apart: true,
  },
  {
    to: '/forms',
    label: '上级表格',
    spell: 'shangjibiaoge sjbg',
    icon: Tickets,
    side: 'both',
    test: 'rail-forms',
    apart: true,
  },
  { to: '/import', label: '导入', spell: 'daoru dr', icon: Download, side: 'county', test: 'rail-import' },
  { to: '/sync', label: '同步', spell: 'tongbu tb', icon: Refresh, side: 'both', test: 'rail-sync' },
  {
    to: '/stations',
    label: '站点与设备',
    spell: 'zhandianyushebei zdysb',
    icon: Monitor,
    side: 'county',
    test: 'rail-stations',
  },
  { to: '/parameters', label: '参数', spell: 'canshu cs', icon: Operation, side: 'county', test: 'rail-parameters' },
  { to: '/settings', label: '设置', spell: 'shezhi sz', icon: Setting, side: 'both', test: 'rail-settings' },
]
