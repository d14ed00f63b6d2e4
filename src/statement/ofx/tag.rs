//! The elements of OFX that mean something to a statement.

use crate::statement::AccountKind;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Nothing that is used.
    Unknown,
    /// `OFX`, or `OFC` of its forerunner.
    Root,
    /// `STMTRS` and its kin: the statement of one account, with the kind that its name tells.
    Statement(Option<AccountKind>),
    /// `ACCTINFO`: an account of a list.
    AccountList,
    /// `BANKTRANLIST` and its kin.
    EntryList,
    /// `STMTTRN`.
    Entry,
    /// `STMTTRNP`.
    PendingEntry,
    /// `BANKACCTFROM` and its kin, `ACCTFROM` of OFC: the person's own account.
    Account,
    /// `BANKACCTTO` and its kin: the other account.
    Counterparty,
    /// `STATUS`.
    Status,
    /// `LEDGERBAL`, or `LEDGER` of OFC, which is the amount itself.
    Ledger,
    /// `AVAILBAL`.
    Available,
    /// `BAL`.
    Balance,
    /// `CURRENCY`.
    Currency,
    /// `ORIGCURRENCY`.
    OriginalCurrency,
    /// `PAYEE`.
    Payee,
    /// `INVTRAN`: a security trade.
    Trade,
    /// `INVPOS`: a security held.
    Position,
    /// `TRNTYPE`.
    EntryKind,
    /// `DTPOSTED`, or `DTTRAN` of a pending entry.
    Posted,
    /// `DTUSER`.
    Used,
    /// `DTAVAIL`.
    ValueDate,
    /// `TRNAMT`.
    Amount,
    /// `FITID`.
    Id,
    /// `CORRECTFITID`.
    CorrectedId,
    /// `CORRECTACTION`.
    Correction,
    /// `CHECKNUM`.
    Check,
    /// `REFNUM`.
    Reference,
    /// `SIC`.
    Industry,
    /// `NAME`.
    Name,
    /// `EXTDNAME`.
    LongName,
    /// `MEMO`.
    Memo,
    /// `CURSYM`.
    Symbol,
    /// `CURRATE`.
    Rate,
    /// `CURDEF`.
    DefaultCurrency,
    /// `BANKID` or `BROKERID`.
    BankId,
    /// `ACCTID`.
    Identifier,
    /// `ACCTTYPE`.
    AccountKind,
    /// `DESC`.
    Description,
    /// `DTSTART`.
    Start,
    /// `DTEND`.
    End,
    /// `BALAMT`.
    BalanceAmount,
    /// `DTASOF`.
    AsOf,
    /// `VALUE`.
    Value,
    /// `CODE`.
    Code,
    /// `SEVERITY`.
    Severity,
    /// `MESSAGE`.
    Message,
    /// `ORG`.
    BankName,
}

impl Tag {
    /// Whether it holds fields and gives them their meaning.
    pub(super) fn is_aggregate(self) -> bool {
        matches!(
            self,
            Tag::Account
                | Tag::Counterparty
                | Tag::Status
                | Tag::Ledger
                | Tag::Available
                | Tag::Balance
                | Tag::Currency
                | Tag::OriginalCurrency
                | Tag::Payee
        )
    }

    /// The tag of a name, in either case.
    pub(super) fn of(name: &str) -> Tag {
        let mut letters = [0u8; LONGEST];
        let Some(letters) = letters.get_mut(..name.len()) else {
            return Tag::Unknown;
        };
        letters.copy_from_slice(name.as_bytes());
        letters.make_ascii_uppercase();
        match &*letters {
            b"OFX" | b"OFC" => Tag::Root,
            b"STMTRS" | b"INVSTMTRS" => Tag::Statement(None),
            b"CCSTMTRS" => Tag::Statement(Some(AccountKind::Card)),
            b"LOANSTMTRS" => Tag::Statement(Some(AccountKind::Loan)),
            b"ACCTINFO" => Tag::AccountList,
            b"BANKTRANLIST" | b"INVTRANLIST" | b"BANKTRANLISTP" | b"LOANTRANLIST" => Tag::EntryList,
            b"STMTTRN" | b"LOANSTMTTRN" => Tag::Entry,
            b"STMTTRNP" => Tag::PendingEntry,
            b"BANKACCTFROM" | b"CCACCTFROM" | b"INVACCTFROM" | b"LOANACCTFROM" | b"ACCTFROM" => {
                Tag::Account
            }
            b"BANKACCTTO" | b"CCACCTTO" | b"LOANACCTTO" | b"INVACCTTO" => Tag::Counterparty,
            b"STATUS" => Tag::Status,
            b"LEDGERBAL" | b"LEDGER" => Tag::Ledger,
            b"AVAILBAL" => Tag::Available,
            b"BAL" => Tag::Balance,
            b"CURRENCY" => Tag::Currency,
            b"ORIGCURRENCY" => Tag::OriginalCurrency,
            b"PAYEE" => Tag::Payee,
            b"INVTRAN" => Tag::Trade,
            b"INVPOS" => Tag::Position,
            b"TRNTYPE" => Tag::EntryKind,
            b"DTPOSTED" | b"DTTRAN" => Tag::Posted,
            b"DTUSER" => Tag::Used,
            b"DTAVAIL" => Tag::ValueDate,
            b"TRNAMT" => Tag::Amount,
            b"FITID" => Tag::Id,
            b"CORRECTFITID" => Tag::CorrectedId,
            b"CORRECTACTION" => Tag::Correction,
            b"CHECKNUM" | b"CHKNUM" => Tag::Check,
            b"REFNUM" => Tag::Reference,
            b"SIC" => Tag::Industry,
            b"NAME" => Tag::Name,
            b"EXTDNAME" => Tag::LongName,
            b"MEMO" => Tag::Memo,
            b"CURSYM" => Tag::Symbol,
            b"CURRATE" => Tag::Rate,
            b"CURDEF" => Tag::DefaultCurrency,
            b"BANKID" | b"BROKERID" => Tag::BankId,
            b"ACCTID" => Tag::Identifier,
            b"ACCTTYPE" => Tag::AccountKind,
            b"DESC" => Tag::Description,
            b"DTSTART" => Tag::Start,
            b"DTEND" => Tag::End,
            b"BALAMT" => Tag::BalanceAmount,
            b"DTASOF" => Tag::AsOf,
            b"VALUE" => Tag::Value,
            b"CODE" => Tag::Code,
            b"SEVERITY" => Tag::Severity,
            b"MESSAGE" => Tag::Message,
            b"ORG" => Tag::BankName,
            _ => Tag::Unknown,
        }
    }
}

/// The length of the longest name above.
const LONGEST: usize = 13;
