use super::*;
use crate::statement::{Checked, Facts, Row};
use crate::text::TextId;

/// A statement of an account in euros around elements.
fn statement(inside: &str) -> String {
    format!(
        "<Document><BkToCstmrStmt><Stmt>\
         <Acct><Id><IBAN>DE02 1203 0000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{inside}\n\
         </Stmt></BkToCstmrStmt></Document>"
    )
}

/// An entry that leaves the account, with more fields.
fn entry(amount: &str, inside: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-03-31</Dt></BookgDt>{inside}</Ntry>\n"
    )
}

fn read(text: &str) -> Read<Statement> {
    read_in_steps(text, usize::MAX)
}

fn read_in_steps(text: &str, rows: usize) -> Read<Statement> {
    let opened = CamtReading::open(text.to_owned(), "utf-8", Vec::new());
    let mut reading = opened.unwrap_or_else(|issue| panic!("{}", issue.phrase().sentence()));
    while !reading.advance(rows).done {}
    reading.finish()
}

fn codes(read: &Read<Statement>) -> Vec<&'static str> {
    read.issues.iter().map(|issue| issue.code.name()).collect()
}

fn amounts(read: &Read<Statement>) -> Vec<String> {
    let rows = read.value.rows.iter();
    rows.map(|row| row.amount.to_string()).collect()
}

fn descriptor<'a>(read: &'a Read<Statement>, row: &Row) -> &'a str {
    read.value.texts.get(row.descriptor)
}

fn facts(read: &Read<Statement>) -> &Facts {
    read.value.rows[0].facts.as_ref().unwrap()
}

fn text(read: &Read<Statement>, id: Option<TextId>) -> &str {
    id.map_or("-", |id| read.value.texts.get(id))
}

#[test]
fn an_entry_keeps_every_fact() {
    let read = read(&statement(&entry(
        "12.50",
        "<ValDt><DtTm>2026-04-01T09:00:00+02:00</DtTm></ValDt><AcctSvcrRef>A1</AcctSvcrRef>\
         <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>\
         <Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">0.50</TtlChrgsAndTaxAmt></Chrgs>\
         <NtryDtls><TxDtls><Refs><EndToEndId>E7</EndToEndId><MndtId>M3</MndtId></Refs>\
         <AmtDtls><InstdAmt><Amt Ccy=\"USD\">13.40</Amt></InstdAmt></AmtDtls>\
         <RltdPties><Dbtr><Nm>Jo Reed</Nm></Dbtr><DbtrAcct><Id><IBAN>DE0212030000</IBAN></Id></DbtrAcct>\
         <Cdtr><Pty><Nm>Green &amp; Co</Nm></Pty></Cdtr>\
         <CdtrAcct><Id><Othr><Id> 99 1 </Id></Othr></Id></CdtrAcct>\
         <UltmtCdtr><Nm>Corner Farm</Nm></UltmtCdtr></RltdPties>\
         <RmtInf><Ustrd>two</Ustrd><Ustrd>apples</Ustrd>\
         <Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>\
         <RltdDts><TxDtTm>2026-03-30T23:00:00Z</TxDtTm></RltdDts></TxDtls></NtryDtls>\
         <AddtlNtryInf>Direct debit</AddtlNtryInf>",
    )));
    let (row, facts) = (&read.value.rows[0], facts(&read));
    assert_eq!(codes(&read), [""; 0]);
    assert_eq!((row.line, row.amount.to_string().as_str()), (2, "-12.50"));
    assert_eq!(
        descriptor(&read, row),
        "Green & Co Corner Farm two apples Direct debit"
    );
    assert_eq!(text(&read, facts.payee), "Green & Co");
    assert_eq!(text(&read, facts.counterparty_account), "991");
    assert_eq!(text(&read, facts.reference), "RF18");
    assert_eq!(text(&read, facts.bank_id), "A1");
    assert_eq!(text(&read, facts.bank_code), "PMNT/RDDT/ESDD");
    let day = |day: Option<crate::calendar::Day>| day.unwrap().to_date().to_string();
    assert_eq!(day(facts.value_date), "2026-04-01");
    assert_eq!(day(facts.transaction_date), "2026-03-30");
    assert_eq!(facts.original.unwrap().to_string(), "-13.40 USD");
    let payment = facts.payment.as_ref().unwrap();
    assert_eq!(text(&read, payment.end_to_end_id), "E7");
    assert_eq!(text(&read, payment.mandate_id), "M3");
    assert_eq!(payment.charges.unwrap().to_string(), "0.50 EUR");
    assert!(payment.details.is_empty() && !payment.is_reversal);
}

#[test]
fn a_batch_is_one_row_with_its_payments_in_it() {
    let payment = |name: &str, amount: &str| {
        format!(
            "<TxDtls><Amt Ccy=\"EUR\">{amount}</Amt><RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties>\
             <RmtInf><Ustrd>invoice of {name}</Ustrd></RmtInf></TxDtls>"
        )
    };
    let both = format!("{}{}", payment("Ann", "5.00"), payment("Ben", "7.00"));
    let inside = format!("<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{both}</NtryDtls>");
    let read = read(&statement(&entry("12.00", &inside)));
    assert_eq!(amounts(&read), ["-12.00"]);
    assert_eq!(descriptor(&read, &read.value.rows[0]), "Ann Ben");
    let details = &facts(&read).payment.as_ref().unwrap().details;
    let shown: Vec<String> = details
        .iter()
        .map(|detail| {
            format!(
                "{} {}",
                detail.amount.unwrap(),
                text(&read, detail.descriptor)
            )
        })
        .collect();
    assert_eq!(
        shown,
        ["-5.00 EUR invoice of Ann", "-7.00 EUR invoice of Ben"]
    );
    let found = facts(&read)
        .texts()
        .any(|id| read.value.texts.get(id) == "Ben");
    assert!(found, "the payments are searched");
}

#[test]
fn the_indicator_tells_the_sign_and_a_reversal_does_not_turn_it() {
    let with = |way: &str, more: &str| entry("5", more).replace("DBIT", way);
    let read = read(&statement(
        &[
            with("CRDT", ""),
            with("DBIT", "<RvslInd>true</RvslInd>"),
            with("CRDT", "<RvslInd>1</RvslInd>"),
        ]
        .concat(),
    ));
    assert_eq!(amounts(&read), ["5", "-5", "5"]);
    let reversals = read.value.rows.iter().filter(|row| {
        let payment = row.facts.as_ref().and_then(|facts| facts.payment.as_ref());
        payment.is_some_and(|payment| payment.is_reversal)
    });
    assert_eq!(reversals.count(), 2);
}

#[test]
fn the_status_may_be_a_text_or_a_code() {
    let with = |status: &str| entry("5", "").replace("BOOK", status);
    let read = read(&statement(
        &[
            with("BOOK"),
            with("<Cd>PDNG</Cd>"),
            with("FUTR"),
            with("INFO"),
        ]
        .concat(),
    ));
    let pending: Vec<bool> = read.value.rows.iter().map(|row| row.pending).collect();
    assert_eq!(pending, [false, true, true]);
    assert_eq!(codes(&read), ["row-not-transaction"]);
}

#[test]
fn balances_prove_the_booked_rows() {
    let balance = |code: &str, amount: &str, way: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
             <CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>\n"
        )
    };
    let with = |opening: &str, closing: &str| {
        let ends = format!(
            "{}{}",
            balance(opening, "10", "CRDT"),
            balance(closing, "2.5", "DBIT")
        );
        let pending = entry("99", "").replace("BOOK", "PDNG");
        read(&statement(&format!(
            "{ends}{}{pending}",
            entry("12.50", "")
        )))
    };
    for (opening, closing) in [
        ("OPBD", "CLBD"),
        ("PRCD", "CLBD"),
        ("OPBD", "ITBD"),
        ("ITBD", "ITBD"),
    ] {
        let read = with(opening, closing);
        assert_eq!(read.value.accounts[0].checked, Checked::Agrees, "{opening}");
        assert_eq!(codes(&read), [""; 0]);
    }
    assert_eq!(
        with("CLAV", "CLBD").value.accounts[0].checked,
        Checked::NothingToCheck
    );
    let ends = format!(
        "{}{}",
        balance("OPBD", "10", "CRDT"),
        balance("CLBD", "9", "CRDT")
    );
    let wrong = read(&statement(&format!("{ends}{}", entry("2", ""))));
    assert_eq!(wrong.value.accounts[0].checked, Checked::Disagrees);
    assert_eq!(codes(&wrong), ["closing-balance-disagrees"]);
    assert_eq!(wrong.issues[0].at.row, Some(3));
}

#[test]
fn statements_of_one_account_are_one() {
    let part = |day: &str, opening: &str, closing: &str| {
        let balance = |code: &str, amount: &str| {
            format!(
                "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
                 <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
            )
        };
        format!(
            "<Stmt><FrToDt><FrDt>{day}</FrDt><ToDt>{day}</ToDt></FrToDt>\
             <Acct><Id><IBAN>DE1</IBAN></Id></Acct>{}{}{}</Stmt>",
            balance("OPBD", opening),
            balance("CLBD", closing),
            entry("1", "")
        )
    };
    let text = format!(
        "<Document>{}{}</Document>",
        part("2026-03-31", "10", "9"),
        part("2026-03-30", "11", "10")
    );
    let read = read(&text);
    let [account] = read.value.accounts.as_slice() else {
        panic!("{} accounts", read.value.accounts.len());
    };
    assert_eq!(account.checked, Checked::Agrees);
    assert_eq!(account.opening.unwrap().to_string(), "11.00 EUR");
    assert_eq!(account.closing.unwrap().to_string(), "9.00 EUR");
    assert_eq!(account.period.unwrap().days(), 2);
}

#[test]
fn steps_give_what_one_go_gives() {
    let entries: String = (1..40).map(|at| entry(&format!("{at}.10"), "")).collect();
    let text = statement(&entries);
    let (whole, steps) = (read(&text), read_in_steps(&text, 3));
    assert_eq!(whole.value.rows, steps.value.rows);
    assert_eq!(whole.value.accounts, steps.value.accounts);
}

#[test]
fn prefixes_entities_and_broken_markup_are_read_through() {
    let text = "<a:Document xmlns:a=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><a:Stmt>\
        <a:Ntry><a:Amt Ccy='EUR'>1.00</a:Amt><a:CdtDbtInd>CRDT</a:CdtDbtInd>\
        <a:BookgDt>2026-03-31</a:BookgDt><!-- a < note -->\
        <a:AddtlNtryInf>A &amp; B &#x26; C & D<![CDATA[ <E>]]></a:AddtlNtryInf></a:Ntry>\
        <a:Ntry><a:Amt Ccy='EUR'>2.00<a:CdtDbtInd>DBIT</a:CdtDbtInd>\
        <a:BookgDt><a:Dt>2026-03-31</a:Dt></a:Stmt>";
    let read = read(text);
    assert_eq!(descriptor(&read, &read.value.rows[0]), "A & B & C & D <E>");
    assert_eq!(read.value.rows.len() + read.value.skipped.len(), 2);
    assert!(codes(&read).contains(&"markup-broken"));
}

#[test]
fn a_text_that_is_repeated_is_kept_once() {
    let inside = "<AddtlNtryInf>ab</AddtlNtryInf>".repeat(2_000);
    let read = read(&statement(&entry("1", &inside)));
    assert_eq!(descriptor(&read, &read.value.rows[0]).len(), 2_000 * 3 - 1);
    assert!(read.value.texts.bytes() < 50_000);
}

#[test]
fn a_file_without_a_statement_is_refused() {
    let refused = CamtReading::open(
        "<Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>".to_owned(),
        "utf-8",
        Vec::new(),
    );
    assert!(refused.is_err_and(|issue| issue.code == IssueCode::FileWithoutTransactions));
}

#[test]
fn the_mark_of_a_camt_file_stands_in_its_head() {
    for head in [
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">",
        "\u{FEFF}\n<?xml version=\"1.0\"?><ns2:BkToCstmrAcctRpt>",
    ] {
        assert!(looks_like_camt(head.as_bytes()), "{head}");
        let wide: Vec<u8> = head.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(looks_like_camt(&wide), "{head}");
    }
    for head in [
        "",
        "camt.053.001.02,1",
        "<Document xmlns=\"pain.001.001.03\">",
    ] {
        assert!(!looks_like_camt(head.as_bytes()), "{head}");
    }
}
