// Addresses: which one shows which page, with its help and its title.
import { createRouter, createWebHashHistory } from 'vue-router'
import { keepAll } from './forms/draftKeeper'
import HomePage from './pages/HomePage.vue'

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
      component: () => import('./pages/NewRecipientPage.vue'),
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
      path: '/readings',
      component: () => import('./pages/ReadingsPage.vue'),
      meta: { help: 'readings', title: '查阅记录', under: '/supervision' },
    },
    {
      path: '/volunteers',
      component: () => import('./pages/VolunteersPage.vue'),
      meta: { help: 'volunteers', title: '志愿与资源' },
    },
    {
      path: '/evaluation',
      component: () => import('./pages/EvaluationsPage.vue'),
      meta: { help: 'evaluation', title: '评估' },
    },
    {
      path: '/evaluation/:id',
      component: () => import('./pages/SelfEvaluationPage.vue'),
      props: true,
      meta: { help: 'evaluation', title: '绩效自评' },
    },
    {
      path: '/plans/:id',
      component: () => import('./pages/PlanPage.vue'),
      props: true,
      meta: { help: 'plan', title: '服务计划', under: '/office' },
    },
    {
      path: '/compliance',
      component: () => import('./pages/CompliancePage.vue'),
      meta: { help: 'compliance', title: '合规检查' },
    },
    {
      path: '/deadlines',
      component: () => import('./pages/DeadlinesPage.vue'),
      meta: { help: 'deadlines', title: '期限' },
    },
    {
      path: '/agreements',
      component: () => import('./pages/AgreementsPage.vue'),
      meta: { help: 'agreements', title: '协议与年度' },
    },
    { path: '/year', component: () => import('./pages/YearPage.vue'), meta: { help: 'year', title: '本年度' } },
    { path: '/office', component: () => import('./pages/OfficePage.vue'), meta: { help: 'office', title: '站务' } },
    { path: '/targets', component: () => import('./pages/TargetsPage.vue'), meta: { help: 'targets', title: '指标' } },
    {
      path: '/registers',
      component: () => import('./pages/CategoryRegistersPage.vue'),
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
      path: '/reports',
      component: () => import('./pages/ReportsPage.vue'),
      meta: { help: 'reports', title: '简报与报告' },
    },
    {
      path: '/reports/outlines',
      component: () => import('./pages/ReportOutlinesPage.vue'),
      meta: { help: 'reports', title: '报告提纲', under: '/reports' },
    },
    {
      path: '/reports/:outline/:period/:subject?',
      component: () => import('./pages/ReportDraftPage.vue'),
      props: true,
      meta: { help: 'report', title: '写报告' },
    },
    {
      path: '/reports/:id',
      component: () => import('./pages/ReportPage.vue'),
      props: true,
      meta: { help: 'report', title: '报告' },
    },
    { path: '/briefs', redirect: '/reports' },
    { path: '/briefs/month/:month', redirect: (to) => `/reports/monthly_brief/${String(to.params.month)}` },
    { path: '/briefs/:id', redirect: (to) => `/reports/${String(to.params.id)}` },
    {
      path: '/late-reports',
      component: () => import('./pages/LateReportsPage.vue'),
      meta: { help: 'late_reports', title: '报送与时效', under: '/reports' },
    },
    {
      path: '/forms',
      component: () => import('./pages/FormsPage.vue'),
      meta: { help: 'forms', title: '上级表格', under: '/reports' },
    },
    {
      path: '/forms/:id',
      component: () => import('./pages/FormPage.vue'),
      props: true,
      meta: { help: 'forms', title: '上级表格', under: '/reports' },
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

// What is being typed is on the disk before another page stands here.
router.beforeEach(async () => await keepAll().then(() => true))
