//! The elements of OFX that mean something to a statement.

use crate::statement::AccountKind;
use crate::statement::names::Names;

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
        NAMES.find_capitals(name).unwrap_or(Tag::Unknown)
    }
}

/// The length of the longest name.
const LONGEST: usize = 13;

/// Every name that means something.
static NAMES: Names<Tag, LONGEST, 66> = Names::new([
    ("OFX", Tag::Root),
    ("OFC", Tag::Root),
    ("STMTRS", Tag::Statement(None)),
    ("INVSTMTRS", Tag::Statement(None)),
    ("CCSTMTRS", Tag::Statement(Some(AccountKind::Card))),
    ("LOANSTMTRS", Tag::Statement(Some(AccountKind::Loan))),
    ("ACCTINFO", Tag::AccountList),
    ("BANKTRANLIST", Tag::EntryList),
    ("INVTRANLIST", Tag::EntryList),
    ("BANKTRANLISTP", Tag::EntryList),
    ("LOANTRANLIST", Tag::EntryList),
    ("STMTTRN", Tag::Entry),
    ("LOANSTMTTRN", Tag::Entry),
    ("STMTTRNP", Tag::PendingEntry),
    ("BANKACCTFROM", Tag::Account),
    ("CCACCTFROM", Tag::Account),
    ("INVACCTFROM", Tag::Account),
    ("LOANACCTFROM", Tag::Account),
    ("ACCTFROM", Tag::Account),
    ("BANKACCTTO", Tag::Counterparty),
    ("CCACCTTO", Tag::Counterparty),
    ("LOANACCTTO", Tag::Counterparty),
    ("INVACCTTO", Tag::Counterparty),
    ("STATUS", Tag::Status),
    ("LEDGERBAL", Tag::Ledger),
    ("LEDGER", Tag::Ledger),
    ("AVAILBAL", Tag::Available),
    ("BAL", Tag::Balance),
    ("CURRENCY", Tag::Currency),
    ("ORIGCURRENCY", Tag::OriginalCurrency),
    ("PAYEE", Tag::Payee),
    ("INVTRAN", Tag::Trade),
    ("INVPOS", Tag::Position),
    ("TRNTYPE", Tag::EntryKind),
    ("DTPOSTED", Tag::Posted),
    ("DTTRAN", Tag::Posted),
    ("DTUSER", Tag::Used),
    ("DTAVAIL", Tag::ValueDate),
    ("TRNAMT", Tag::Amount),
    ("FITID", Tag::Id),
    ("CORRECTFITID", Tag::CorrectedId),
    ("CORRECTACTION", Tag::Correction),
    ("CHECKNUM", Tag::Check),
    ("CHKNUM", Tag::Check),
    ("REFNUM", Tag::Reference),
    ("SIC", Tag::Industry),
    ("NAME", Tag::Name),
    ("EXTDNAME", Tag::LongName),
    ("MEMO", Tag::Memo),
    ("CURSYM", Tag::Symbol),
    ("CURRATE", Tag::Rate),
    ("CURDEF", Tag::DefaultCurrency),
    ("BANKID", Tag::BankId),
    ("BROKERID", Tag::BankId),
    ("ACCTID", Tag::Identifier),
    ("ACCTTYPE", Tag::AccountKind),
    ("DESC", Tag::Description),
    ("DTSTART", Tag::Start),
    ("DTEND", Tag::End),
    ("BALAMT", Tag::BalanceAmount),
    ("DTASOF", Tag::AsOf),
    ("VALUE", Tag::Value),
    ("CODE", Tag::Code),
    ("SEVERITY", Tag::Severity),
    ("MESSAGE", Tag::Message),
    ("ORG", Tag::BankName),
]);
