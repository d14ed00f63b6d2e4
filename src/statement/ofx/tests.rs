use super::*;
use crate::statement::{AccountKind, Checked, Facts};

/// A bank statement around elements.
fn bank(inside: &str) -> String {
    format!(
        "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\
         <BANKACCTFROM><BANKID>7<ACCTID>12 34<ACCTTYPE>CHECKING</BANKACCTFROM>\n{inside}\n\
         </STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
}

/// A statement of entries, each of which is told by its fields beyond day and id.
fn entries(each: &[&str]) -> String {
    let entries: String = each
        .iter()
        .enumerate()
        .map(|(at, fields)| format!("<STMTTRN><DTPOSTED>20260301<FITID>{at}{fields}</STMTTRN>\n"))
        .collect();
    bank(&format!("<BANKTRANLIST>{entries}</BANKTRANLIST>"))
}

/// Reads a file so many entries at a time.
fn read_by(
    text: &str,
    entries: usize,
    readings: Readings<'_>,
) -> Result<Read<Statement>, StatementError> {
    let mut reading = OfxReading::open(text.to_owned(), "utf-8", Vec::new(), readings)?;
    let mut last = reading.advance(0);
    while !last.done {
        let progress = reading.advance(entries);
        assert!(progress.rows > last.rows || progress.done);
        assert!(progress.bytes_read >= last.bytes_read);
        last = progress;
    }
    Ok(reading.finish())
}

fn read_ofx(text: &str) -> Result<Read<Statement>, StatementError> {
    let (at_once, in_steps) = (read_by(text, usize::MAX, &[])?, read_by(text, 1, &[])?);
    assert_eq!(at_once.issues, in_steps.issues);
    assert_eq!(at_once.value.rows, in_steps.value.rows);
    assert_eq!(at_once.value.accounts, in_steps.value.accounts);
    Ok(in_steps)
}

fn read(text: &str) -> Read<Statement> {
    read_ofx(text).unwrap_or_else(|issue| panic!("{}", issue.phrase().sentence()))
}

fn codes(read: &Read<Statement>) -> Vec<&'static str> {
    read.issues.iter().map(|issue| issue.code.name()).collect()
}

fn amounts(read: &Read<Statement>) -> Vec<String> {
    let rows = read.value.rows.iter();
    rows.map(|row| row.amount.to_string()).collect()
}

fn descriptors(read: &Read<Statement>) -> Vec<&str> {
    let rows = read.value.rows.iter();
    rows.map(|row| read.value.texts.get(row.descriptor))
        .collect()
}

fn facts(read: &Read<Statement>) -> &Facts {
    read.value.rows[0].facts.as_ref().unwrap()
}

#[test]
fn an_entry_keeps_every_fact() {
    let read = read(&entries(&[
        "<TRNTYPE>POS<DTUSER>20260227<DTAVAIL>20260302<TRNAMT>-12,40<CHECKNUM>9<SIC>5411\
         <PAYEE><NAME>Green &amp; Co<CITY>Leeds</PAYEE><BANKACCTTO><BANKID>1<ACCTID>GB1</BANKACCTTO>\
         <MEMO>two  apples<ORIGCURRENCY><CURRATE>0.8<CURSYM>GBP</ORIGCURRENCY>",
    ]));
    let (row, facts) = (&read.value.rows[0], facts(&read));
    let text = |id: Option<crate::text::TextId>| read.value.texts.get(id.unwrap());
    assert_eq!(codes(&read), [""; 0]);
    assert_eq!((row.line, row.amount.to_string().as_str()), (2, "-12.40"));
    assert_eq!(row.currency.unwrap().code(), "EUR");
    assert_eq!(descriptors(&read), ["Green & Co two apples"]);
    assert_eq!(
        facts.transaction_date.unwrap().to_date().to_string(),
        "2026-02-27"
    );
    assert_eq!(
        facts.value_date.unwrap().to_date().to_string(),
        "2026-03-02"
    );
    assert_eq!(text(facts.payee), "Green & Co");
    assert_eq!(text(facts.reference), "9");
    assert_eq!(text(facts.bank_code), "POS");
    assert_eq!(text(facts.counterparty_account), "GB1");
    assert_eq!(facts.mcc.unwrap().to_string(), "5411");
    assert_eq!(facts.original.unwrap().to_string(), "-15.50 GBP");
    let account = &read.value.accounts[0];
    assert_eq!(account.identifier.as_deref(), Some("1234"));
    assert_eq!(account.bank.as_deref(), Some("7"));
    assert_eq!(account.kind, Some(AccountKind::Current));
}

#[test]
fn a_name_cut_in_the_middle_of_a_word_goes_on_in_the_memo() {
    let full = "<TRNAMT>-1<NAME>PURCHASE AUTHORIZED ON 12/31 COP";
    let read_all = |others: &[&str]| {
        let mut each = vec!["<TRNAMT>-1<NAME>PURCHASE AUTHORIZED ON 12/31 COP<MEMO>PER DENVER"];
        each.extend(others);
        let read = read(&entries(&each));
        descriptors(&read).join("|")
    };
    assert_eq!(read_all(&[]), "PURCHASE AUTHORIZED ON 12/31 COPPER DENVER");
    // A memo beside a short name is a statement of its own, and so is every memo of that bank.
    assert_eq!(
        read_all(&["<TRNAMT>-1<NAME>TESCO<MEMO>CARD 1"]),
        "PURCHASE AUTHORIZED ON 12/31 COP PER DENVER|TESCO CARD 1"
    );
    let after_blank = read(&entries(&[&format!("{full}<MEMO> DENVER")]));
    assert_eq!(
        descriptors(&after_blank),
        ["PURCHASE AUTHORIZED ON 12/31 COP DENVER"]
    );
    let letters_of_the_name = read(&entries(&[&format!("{full}<MEMO>P")]));
    assert_eq!(
        descriptors(&letters_of_the_name),
        ["PURCHASE AUTHORIZED ON 12/31 COPP"]
    );
}

#[test]
fn what_name_and_memo_both_say_is_said_once() {
    let read = read(&entries(&[
        "<TRNAMT>-1<NAME>BILL PAYMENT CITY GAS<MEMO>Bill payment City Gas 17",
        "<TRNAMT>-1<NAME>Coffee at noon<MEMO>Coffee",
        "<TRNAMT>-1<MEMO>only a memo",
        "<TRNAMT>-1<EXTDNAME>A name at full length<NAME>A name at",
        "<TRNAMT>-1<TRNTYPE>ATM",
    ]));
    assert_eq!(
        descriptors(&read),
        [
            "Bill payment City Gas 17",
            "Coffee at noon",
            "only a memo",
            "A name at full length",
            "ATM"
        ]
    );
}

#[test]
fn a_mark_before_three_digits_is_read_as_its_file_reads_it() {
    let amounts = |each: &[&str]| {
        let each: Vec<String> = each
            .iter()
            .map(|amount| format!("<TRNAMT>{amount}"))
            .collect();
        let each: Vec<&str> = each.iter().map(String::as_str).collect();
        let read = read(&entries(&each));
        (amounts(&read).join(" "), codes(&read).join(" "))
    };
    let (thousands, no_issue) = amounts(&["-1,234", "5.00"]);
    assert_eq!((thousands.as_str(), no_issue.as_str()), ("-1234 5.00", ""));
    assert_eq!(amounts(&["-1,234", "5,00"]).0, "-1.234 5.00");
    assert_eq!(amounts(&["-1.234", "5,00"]).0, "-1234 5.00");
    assert_eq!(
        amounts(&["-1,234"]),
        ("-1.234".into(), "decimal-mark-ambiguous".into())
    );
}

/// A card's statement of entries, with the balance it states.
fn card(each: &[&str], balance: &str) -> String {
    let entries = entries(each).replace("<ACCTTYPE>CHECKING", "");
    entries.replace("STMTRS>", "CCSTMTRS>").replace(
        "</BANKTRANLIST>",
        &format!("</BANKTRANLIST><LEDGERBAL><BALAMT>{balance}</LEDGERBAL>"),
    )
}

/// Amounts, codes of issues and how the sign is told, with what spoke for it.
fn signs(text: &str) -> (String, String, String) {
    let read = read(text);
    let sign = read.value.dialect.as_ref();
    let sign = sign.map(|dialect| format!("{:?} {:?}", dialect.sign, dialect.evidence));
    (
        amounts(&read).join(" "),
        codes(&read).join(" "),
        sign.unwrap_or_default(),
    )
}

#[test]
fn magnitudes_go_by_their_types_and_printed_signs_stay() {
    let debit = "<TRNTYPE>DEBIT<TRNAMT>5";
    let told = signs(&entries(&[
        debit,
        debit,
        "<TRNTYPE>CREDIT<TRNAMT>9",
        "<TRNTYPE>OTHER<TRNAMT>1",
    ]));
    assert_eq!(told.0, "-5 -5 9 1");
    assert_eq!(told.1, "", "nothing is open");
    assert_eq!(told.2, "DirectionColumn [(\"direction-column\", 3)]");
    for (each, want) in [
        (&[debit, "<TRNTYPE>DEBIT<TRNAMT>-7"][..], "5 -7"),
        (&[debit], "5"),
        // Interest on a savings account, and refunds among charges.
        (&["<TRNTYPE>INT<TRNAMT>5", "<TRNTYPE>INT<TRNAMT>6"], "5 6"),
        (&[debit, debit, "<TRNTYPE>DEBIT<TRNAMT>-7"], "5 5 -7"),
    ] {
        let read = signs(&entries(each));
        assert_eq!(read, (want.into(), String::new(), String::new()));
    }
}

#[test]
fn signs_against_every_type_are_asked_for() {
    let debit = "<TRNTYPE>DEBIT<TRNAMT>5";
    let credit = "<TRNTYPE>CREDIT<TRNAMT>-9";
    for each in [&[debit, debit][..], &[debit, debit, credit]] {
        let read = read(&entries(each));
        assert_eq!(codes(&read), ["sign-ambiguous"]);
        let open = &read.value.open[0];
        assert_eq!(open.ways, [Choice::PositiveOut, Choice::PositiveIn]);
        assert_eq!((&*open.column, open.shown[0].line), ("TRNAMT", 2));
        assert!(amounts(&read)[0].starts_with('-'));
    }
}

#[test]
fn a_card_without_any_minus_is_asked_for_unless_its_types_tell() {
    let text = card(
        &["<TRNTYPE>OTHER<TRNAMT>5", "<TRNTYPE>OTHER<TRNAMT>6"],
        "11",
    );
    let (amounts, codes, sign) = signs(&text);
    assert_eq!(
        (amounts.as_str(), codes.as_str()),
        ("-5 -6", "sign-ambiguous")
    );
    assert_eq!(sign, "Inverted [(\"sign-likelier\", 2)]");
    // What is owed is told as a plus, as the charges are.
    assert_eq!(
        read(&text).value.accounts[0]
            .closing
            .unwrap()
            .amount()
            .to_string(),
        "-11.00"
    );
    let payments = card(
        &["<TRNTYPE>CREDIT<TRNAMT>5", "<TRNTYPE>CREDIT<TRNAMT>6"],
        "-11",
    );
    assert_eq!(
        signs(&payments),
        ("5 6".into(), String::new(), String::new())
    );
    let turned = [
        "<TRNTYPE>DEBIT<TRNAMT>5",
        "<TRNTYPE>DEBIT<TRNAMT>6",
        "<TRNTYPE>CREDIT<TRNAMT>-2",
    ];
    let (amounts, codes, sign) = signs(&card(&turned, "9"));
    assert_eq!((amounts.as_str(), codes.as_str()), ("-5 -6 2", ""));
    assert_eq!(sign, "Inverted [(\"direction-column-contrary\", 3)]");
}

#[test]
fn balances_prove_which_way_the_amounts_go() {
    let balances =
        "</BANKTRANLIST><BAL><NAME>OPENING<VALUE>100</BAL><LEDGERBAL><BALAMT>89</LEDGERBAL>";
    let each = ["<TRNTYPE>DEBIT<TRNAMT>5", "<TRNTYPE>DEBIT<TRNAMT>6"];
    let text = entries(&each).replace("</BANKTRANLIST>", balances);
    let (amounts, codes, sign) = signs(&text);
    assert_eq!((amounts.as_str(), codes.as_str()), ("-5 -6", ""));
    assert_eq!(sign, "Inverted [(\"balance-follows-turned\", 2)]");
    assert_eq!(read(&text).value.accounts[0].checked, Checked::Agrees);
    let text = text.replace("<BALAMT>89", "<BALAMT>111");
    assert_eq!(signs(&text), ("5 6".into(), String::new(), String::new()));
}

#[test]
fn what_was_said_of_a_bank_holds_for_its_next_file_and_no_other() {
    let text = card(&["<TRNAMT>5", "<TRNAMT>6"], "0");
    let shape = read(&text).value.shape;
    let said = |choice| {
        let readings = [(shape.as_ref().into(), choice)];
        let read = read_by(&text.replace(">6", ">7"), 1, &readings).unwrap();
        (amounts(&read).join(" "), codes(&read).join(" "))
    };
    assert_eq!(said(Choice::PositiveIn), ("5 7".into(), String::new()));
    assert_eq!(said(Choice::PositiveOut), ("-5 -7".into(), String::new()));
    let other = text.replace("<BANKID>7", "<BANKID>8");
    assert_ne!(read(&other).value.shape, shape);
}

#[test]
fn what_the_bank_took_back_does_not_count() {
    let read = read(&entries(&[
        "<TRNAMT>-1<NAME>wrong",
        "<TRNAMT>-2<NAME>right<CORRECTFITID>0<CORRECTACTION>REPLACE",
        "<TRNAMT>-3<NAME>never was",
        "<TRNAMT>-3<CORRECTFITID>2<CORRECTACTION>DELETE",
        "<TRNAMT>-4<NAME>itself<CORRECTFITID>4<CORRECTACTION>REPLACE",
    ]));
    assert_eq!(descriptors(&read), ["right", "itself"]);
    assert_eq!(codes(&read), ["row-not-transaction"; 3]);
}

#[test]
fn every_statement_of_a_file_is_its_own_account() {
    let card = "<CCSTMTRS><CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST>\
                <STMTTRN><DTPOSTED>20260101<TRNAMT>-1<FITID>0</STMTTRN></BANKTRANLIST>\
                <CURDEF>USD<LEDGERBAL><BALAMT>-7.5<DTASOF>20260131</LEDGERBAL></CCSTMTRS></OFX>";
    let text = entries(&["<TRNAMT>1", "<TRNAMT>2"]).replace("</OFX>", card);
    let read = read(&text);
    let rows = read.value.rows.iter();
    let accounts: Vec<_> = rows
        .map(|row| (row.account, row.currency.unwrap().to_string()))
        .collect();
    assert_eq!(
        accounts,
        [(0, "EUR".into()), (0, "EUR".into()), (1, "USD".into())]
    );
    let account = &read.value.accounts[1];
    assert_eq!(account.kind, Some(AccountKind::Card));
    assert_eq!(account.closing.unwrap().to_string(), "-7.50 USD");
    assert_eq!(account.checked, Checked::NothingToCheck);
    // The ids 0 of the two accounts have nothing to do with each other.
    assert_eq!(codes(&read), [""; 0]);
}

#[test]
fn an_opening_balance_proves_the_rows() {
    let proved = |closing: &str| {
        read(&bank(&format!(
            "<BANKTRANLIST><STMTTRN><DTPOSTED>20260301<TRNAMT>-12.50</STMTTRN></BANKTRANLIST>\
             <LEDGERBAL><BALAMT>{closing}<DTASOF>20260331</LEDGERBAL>\
             <BALLIST><BAL><NAME>Opening balance<VALUE>100</BAL></BALLIST>"
        )))
    };
    let right = proved("87.50");
    assert_eq!(right.value.accounts[0].checked, Checked::Agrees);
    assert_eq!(
        right.value.accounts[0].opening.unwrap().to_string(),
        "100.00 EUR"
    );
    let wrong = proved("80");
    assert_eq!(wrong.value.accounts[0].checked, Checked::Disagrees);
    assert_eq!(codes(&wrong), ["closing-balance-disagrees"]);
}

#[test]
fn a_file_that_is_cut_off_keeps_what_came_before() {
    let whole = entries(&["<TRNAMT>-1.00<NAME>first", "<TRNAMT>-2.00<NAME>second"]);
    for end in whole.find("<STMTTRN>").unwrap()..whole.len() {
        if !whole.is_char_boundary(end) || end + "</OFX>".len() > whole.len() {
            continue;
        }
        let read = read(&whole[..end]);
        assert!(codes(&read).contains(&"file-cut-off"), "{}", &whole[..end]);
        for row in &read.value.rows {
            assert!(
                ["-1.00", "-2.00"].contains(&row.amount.to_string().as_str()),
                "{end}"
            );
        }
        if end > whole.find("</STMTTRN>").unwrap() + 10 {
            assert_eq!(descriptors(&read)[0], "first");
        }
    }
}

#[test]
fn tags_that_are_never_closed_lose_nothing() {
    let read = read(&bank(
        "<BANKTRANLIST><STMTTRN><DTPOSTED>20260301<TRNAMT>-1<NAME>a\n\
         <STMTTRN><DTPOSTED>20260302<TRNAMT>-2<NAME>b<LEDGERBAL><BALAMT>3",
    ));
    assert_eq!(
        (amounts(&read).join(" "), codes(&read)),
        ("-1 -2".into(), vec!["markup-broken"])
    );
    assert_eq!(
        read.value.accounts[0].closing.unwrap().to_string(),
        "3.00 EUR"
    );
}

#[test]
fn pending_entries_and_the_forerunner_ofc_are_read() {
    let pending = read(&bank(
        "<BANKTRANLISTP><STMTTRNP><DTTRAN>20260301<TRNAMT>-1<NAME>a</STMTTRNP></BANKTRANLISTP>",
    ));
    assert!(pending.value.rows[0].pending);
    let ofc = read(
        "<OFC><DTD>2<ACCTSTMT><ACCTFROM><BANKID>341<ACCTID>99<ACCTTYPE>0</ACCTFROM>\
         <STMTRS><LEDGER>50.00<STMTTRN><TRNTYPE>1<DTPOSTED>20260301<TRNAMT>-1<CHKNUM>4</STMTTRN>\
         </STMTRS></ACCTSTMT></OFC>",
    );
    assert_eq!((ofc.value.accounts.len(), ofc.value.rows.len()), (1, 1));
    assert_eq!(ofc.value.accounts[0].kind, Some(AccountKind::Current));
    assert_eq!(ofc.value.accounts[0].closing.unwrap().to_string(), "50.00");
    assert_eq!(codes(&ofc), ["currency-unknown"]);
}

#[test]
fn what_is_no_statement_says_so() {
    let refusal =
        "<OFX><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Wrong &amp; gone</STATUS></OFX>";
    let refused = read_ofx(refusal).err().unwrap();
    assert_eq!(
        (refused.code, refused.found.show()),
        (IssueCode::ServerRefused, "Wrong & gone")
    );
    assert_eq!(refused.severity, Severity::Failed);
    let nothing = read_ofx("<OFX></OFX>").err().unwrap();
    assert_eq!(nothing.code, IssueCode::FileWithoutTransactions);
    let list = read(
        "<OFX><ACCTINFO><DESC>My card<CCACCTINFO><CCACCTFROM><ACCTID>4111</CCACCTFROM></ACCTINFO>\
         <ACCTINFO><BANKACCTFROM><ACCTID>5<ACCTTYPE>SAVINGS</BANKACCTFROM></ACCTINFO></OFX>",
    );
    assert_eq!(codes(&list), ["statement-empty"]);
    assert_eq!(list.value.accounts[0].name.as_deref(), Some("My card"));
    assert_eq!(list.value.accounts[0].kind, Some(AccountKind::Card));
    assert_eq!(list.value.accounts[1].kind, Some(AccountKind::Savings));
}
