// Which address shows which page, and what the rail lists for whom. Pages of later parts of the work are not here.
import { createRouter, createWebHashHistory } from 'vue-router'
import HomePage from './pages/HomePage.vue'

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

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: HomePage, meta: { help: 'home', title: '工作台' } },
    {
      path: '/recipients',
      component: () => import('./pages/RecipientsPage.vue'),
      meta: { help: 'recipients', title: '服务对象' },
    },
    {
      path: '/recipients/new',
      component: () => import('./pages/RegisterPage.vue'),
      meta: { help: 'register', title: '新建服务对象' },
    },
    {
      path: '/recipients/import',
      component: () => import('./pages/LedgerInPage.vue'),
      meta: { help: 'ledgersin', title: '导入台账' },
    },
    {
      path: '/recipients/suspects',
      component: () => import('./pages/SuspectsPage.vue'),
      meta: { help: 'suspects', title: '疑似重复' },
    },
    {
      path: '/recipients/:id',
      component: () => import('./pages/RecipientPage.vue'),
      props: true,
      meta: { help: 'recipient', title: '服务对象' },
    },
    { path: '/visits', component: () => import('./pages/VisitsPage.vue'), meta: { help: 'visits', title: '走访' } },
    { path: '/cases', component: () => import('./pages/CasesPage.vue'), meta: { help: 'cases', title: '个案' } },
    {
      path: '/cases/:id',
      component: () => import('./pages/CasePage.vue'),
      props: true,
      meta: { help: 'case', title: '个案' },
    },
    {
      path: '/groups',
      component: () => import('./pages/GroupsPage.vue'),
      meta: { help: 'groups', title: '小组与活动' },
    },
    {
      path: '/groups/:id',
      component: () => import('./pages/GroupPage.vue'),
      props: true,
      meta: { help: 'group', title: '小组' },
    },
    {
      path: '/activities/:id',
      component: () => import('./pages/ActivityPage.vue'),
      props: true,
      meta: { help: 'activity', title: '社区活动', under: '/groups' },
    },
    {
      path: '/supervision',
      component: () => import('./pages/SupervisionPage.vue'),
      meta: { help: 'supervision', title: '督导' },
    },
    {
      path: '/volunteers',
      component: () => import('./pages/VolunteersPage.vue'),
      meta: { help: 'volunteers', title: '志愿与资源' },
    },
    { path: '/office', component: () => import('./pages/OfficePage.vue'), meta: { help: 'office', title: '站务' } },
    { path: '/targets', component: () => import('./pages/TargetsPage.vue'), meta: { help: 'targets', title: '指标' } },
    {
      path: '/registers',
      component: () => import('./pages/RegistersPage.vue'),
      meta: { help: 'registers', title: '专项台账', under: '/recipients' },
    },
    { path: '/means', component: () => import('./pages/MeansPage.vue'), meta: { help: 'means', title: '家计调查' } },
    {
      path: '/means/new',
      component: () => import('./pages/MeansSurveyPage.vue'),
      meta: { help: 'means', title: '新家计调查' },
    },
    {
      path: '/means/:id',
      component: () => import('./pages/MeansSurveyPage.vue'),
      props: true,
      meta: { help: 'means', title: '家计调查' },
    },
    {
      path: '/briefs',
      component: () => import('./pages/BriefsPage.vue'),
      meta: { help: 'briefs', title: '简报与报告' },
    },
    {
      path: '/briefs/month/:month',
      component: () => import('./pages/BriefDraftPage.vue'),
      props: true,
      meta: { help: 'brief', title: '月度简报' },
    },
    {
      path: '/briefs/:id',
      component: () => import('./pages/BriefPage.vue'),
      props: true,
      meta: { help: 'brief', title: '月度简报' },
    },
    { path: '/sync', component: () => import('./pages/SyncPage.vue'), meta: { help: 'sync', title: '同步' } },
    { path: '/import', component: () => import('./pages/ImportPage.vue'), meta: { help: 'import', title: '导入' } },
    {
      path: '/stations',
      component: () => import('./pages/StationsPage.vue'),
      meta: { help: 'stations', title: '站点与设备' },
    },
    {
      path: '/parameters',
      component: () => import('./pages/ParametersPage.vue'),
      meta: { help: 'parameters', title: '参数' },
    },
    {
      path: '/settings',
      component: () => import('./pages/SettingsPage.vue'),
      meta: { help: 'settings', title: '设置' },
    },
    { path: '/:rest(.*)', redirect: '/' },
  ],
})
