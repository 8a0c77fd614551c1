//! Sample papers that the tests write and measure. Made-up people only.

use documents::{
    Align, Block, Cell, Chart, ChartKind, Document, Imprint, Masthead, Series, SignatureKind, SignatureSpace, Table,
    TableColumn,
};

fn columns(spec: &[(f64, Align)]) -> Vec<TableColumn> {
    spec.iter().map(|&(width, align)| TableColumn { width, align }).collect()
}

fn cells(row: &[&str]) -> Vec<Cell> {
    row.iter().map(|text| Cell::from(*text)).collect()
}

fn series(name: &str, values: &[f64]) -> Series {
    Series { name: name.into(), values: values.iter().copied().map(Some).collect() }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// A monthly brief with everything that one has.
pub fn monthly_brief() -> Document {
    let months = ["12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月"];
    let figures = Table {
        caption: "表1　本月数据一览".into(),
        columns: columns(&[
            (3.4, Align::Left),
            (1.2, Align::Center),
            (1.4, Align::Right),
            (1.4, Align::Right),
            (1.6, Align::Right),
        ]),
        header: vec![cells(&["指标", "单位", "本月", "上月", "本年累计"])],
        rows: [
            ["入户走访", "人次", "128", "117", "1302"],
            ["入户走访", "户次", "96", "90", "1008"],
            ["服务对象在册", "人", "312", "305", "312"],
            ["新建档案", "份", "9", "6", "74"],
            ["个案新增", "个", "3", "2", "21"],
            ["个案在案", "个", "11", "10", "—"],
            ["个案结案", "个", "2", "1", "15"],
            ["个案跟进", "节", "17", "15", "163"],
            ["转介", "次", "1", "0", "6"],
        ]
        .iter()
        .map(|row| cells(row))
        .collect(),
    };
    let plan = Table {
        caption: "表2　下月计划".into(),
        columns: columns(&[(4.0, Align::Left), (2.0, Align::Center), (1.6, Align::Center)]),
        header: vec![cells(&["事项", "时间", "责任人"])],
        rows: vec![
            cells(&["冬季困境儿童、独居老人走访全覆盖", "12月1日—15日", "周文静"]),
            cells(&["低保边缘家庭需求评估（12户）", "12月10日前", "罗志强"]),
            cells(&["年度个案结案评估与回访", "12月25日前", "周文静、罗志强"]),
        ],
    };
    Document {
        masthead: Some(Masthead {
            title: "浏阳市大围山镇社会工作服务站工作简报".into(),
            issue: "第 11 期".into(),
            total_issue: "总第 23 期".into(),
            organisation: "大围山镇社会工作服务站".into(),
            date: "2026年11月30日".into(),
        }),
        blocks: vec![
            Block::heading(1, "一、基本情况"),
            Block::paragraph(
                "本站现有驻站社工2人，其中持证2人；服务对象在册312人。本月共开展入户走访128人次，服务104人；新增个案3个，结案2个，跟进17节；转介1次。走访以冬季取暖安全、困境儿童监护状况和独居老人用药为重点，发现并处置风险线索2条，均已按规定上报。",
            ),
            Block::heading(1, "二、本月数据"),
            Block::Table(figures),
            Block::note("注：个案在案数为月末时点数，不作累计。"),
            Block::heading(2, "（一）服务趋势"),
            Block::paragraph("近12个月走访人次总体平稳，春节前后与暑期为高峰。"),
            Block::Figure(Chart {
                kind: ChartKind::Line,
                title: "图1　近12个月服务人次".into(),
                categories: names(&months),
                series: vec![
                    series("走访", &[96.0, 140.0, 88.0, 102.0, 99.0, 110.0, 121.0, 133.0, 126.0, 108.0, 117.0, 128.0]),
                    series("个案跟进", &[11.0, 12.0, 9.0, 14.0, 15.0, 13.0, 16.0, 18.0, 15.0, 14.0, 15.0, 17.0]),
                ],
                unit: "人次".into(),
            }),
            Block::heading(2, "（二）四领域服务情况"),
            Block::Figure(Chart {
                kind: ChartKind::Ring,
                title: "图2　四领域服务人次占比".into(),
                categories: names(&["社会救助", "养老服务", "儿童福利与未成年人保护", "社区治理与社会事务"]),
                series: vec![series("人次", &[46.0, 39.0, 31.0, 12.0])],
                unit: "人次".into(),
            }),
            Block::Figure(Chart {
                kind: ChartKind::Bar,
                title: "图3　服务对象类别构成".into(),
                categories: names(&[
                    "最低生活保障对象",
                    "特困供养人员",
                    "低保边缘家庭",
                    "事实无人抚养儿童",
                    "留守儿童",
                    "独居老人",
                    "重度残疾人",
                ]),
                series: vec![series("人数", &[86.0, 24.0, 41.0, 7.0, 63.0, 58.0, 33.0])],
                unit: "人".into(),
            }),
            Block::heading(1, "三、典型个案"),
            Block::paragraph(
                "刘某，76岁，独居，患慢性病。社工在走访中发现其取暖使用明火且通风不良，随即协同村委会更换取暖设备，链接志愿者每周上门一次，并与其在外务工子女建立固定联系。经三个月跟进，老人用药规律，情绪明显好转，个案目标全部达成，于本月结案。",
            ),
            Block::heading(1, "四、存在问题与建议"),
            Block::heading(3, "1. 山区村组路途远，雨雪天走访受限。"),
            Block::paragraph("建议与村级儿童主任、网格员建立代访机制，恶劣天气先电话探访、天气好转后补访。"),
            Block::heading(1, "五、下月计划"),
            Block::Table(plan),
        ],
        imprint: Some(Imprint {
            report_to: "浏阳市民政局".into(),
            send_to: "大围山镇人民政府，各村（社区）".into(),
            issue_to: String::new(),
            copies: 20,
        }),
        ..Document::default()
    }
}

/// A page full of text and more: one paragraph of a character that fills its square.
pub fn full_pages() -> Document {
    let text = "永".repeat(28 * 22 * 2 + 40);
    Document { blocks: vec![Block::paragraph(text)], ..Document::default() }
}

/// A table of sixty rows under a header.
pub fn long_table() -> Document {
    let rows = (1..=60).map(|n| cells(&[&n.to_string(), "欧阳某", "430181194801011234", "正常"])).collect();
    let table = Table {
        caption: "附表　走访名单".into(),
        columns: columns(&[(1.0, Align::Center), (2.0, Align::Center), (4.0, Align::Center), (2.0, Align::Left)]),
        header: vec![cells(&["序号", "姓名", "身份证号", "走访结果"])],
        rows,
    };
    Document { blocks: vec![Block::Table(table)], ..Document::default() }
}

/// What people type and forget: long names, empty fields, very long texts, markup, rare characters, emoji.
pub fn hard_words() -> Document {
    let long_name = "阿卜杜热合曼·买买提依明·努尔艾合买提江".to_owned();
    let table = Table {
        columns: columns(&[(1.0, Align::Left), (1.0, Align::Center), (1.0, Align::Right)]),
        header: vec![cells(&["姓名", "证件", ""])],
        rows: vec![
            vec![Cell::from(long_name), Cell::from("430181194801011234430181194801011234"), Cell::from("")],
            vec![Cell::from("#strong[甲] & <b>乙</b> \\ $x$ @丙 *丁*"), Cell::from("")],
            vec![Cell::wide("第一行\n第二行", 3)],
            vec![],
        ],
        ..Table::default()
    };
    Document {
        masthead: Some(Masthead::default()),
        blocks: vec![
            Block::title("关于䶮、㑇、𠮷等人情况的说明"),
            Block::paragraph(""),
            Block::paragraph("姓名：䶮㑇𠮷。表情：😀👨‍👩‍👧。控制符：\u{0}\u{7}\u{202e}完。"),
            Block::paragraph("长".repeat(10_000)),
            Block::paragraph("a".repeat(400)),
            Block::Table(table),
            Block::Figure(Chart {
                kind: ChartKind::Ring,
                title: String::new(),
                categories: vec![],
                series: vec![],
                unit: String::new(),
            }),
            Block::Figure(Chart {
                kind: ChartKind::Line,
                title: "有缺口的折线".into(),
                categories: names(&["甲", "乙", "丙"]),
                series: vec![
                    Series { name: "一".into(), values: vec![Some(0.0), None] },
                    Series { name: "二".into(), values: vec![Some(f64::NAN), Some(1.5), Some(-2.0)] },
                ],
                unit: String::new(),
            }),
            Block::Figure(Chart {
                kind: ChartKind::Bar,
                title: "全为零".into(),
                categories: names(&["一个名字非常非常长的服务对象类别用来看它会不会换行并且仍然看得清楚", ""]),
                series: vec![series("本月", &[0.0, 0.0]), series("上月", &[1e18, 3.25])],
                unit: "人".into(),
            }),
            Block::Signatures { spaces: vec![] },
        ],
        imprint: Some(Imprint::default()),
        ..Document::default()
    }
}

/// A printed form that wants signatures, a finger and seals.
pub fn form() -> Document {
    let label = |text: &str| Cell::label(text);
    let table = Table {
        columns: columns(&[(1.2, Align::Center), (2.0, Align::Left), (1.2, Align::Center), (2.0, Align::Left)]),
        rows: vec![
            vec![label("姓名"), "张某某".into(), label("身份证号"), "430181194801011234".into()],
            vec![label("住址"), Cell::wide("浏阳市大围山镇某某村某某组", 3)],
            vec![label("走访情况"), Cell::wide("老人精神较好，血压稳定。\n已提醒按时服药，下次走访带血压计。", 3)],
        ],
        ..Table::default()
    };
    let space = |label: &str, kind| SignatureSpace { label: label.into(), kind };
    Document {
        page: documents::PageSetup { style: documents::PageStyle::Form, ..documents::PageSetup::default() },
        blocks: vec![
            Block::title("入户走访记录表"),
            Block::Table(table),
            Block::note("以下由当事人当面签署。"),
            Block::Signatures {
                spaces: vec![
                    space("服务对象（监护人）签名", SignatureKind::Fingerprint),
                    space("社工签名", SignatureKind::Signature),
                    space("村（居）委会", SignatureKind::Seal),
                ],
            },
        ],
        ..Document::default()
    }
}
