//! The elements that are looked at, by their names without a prefix.

use crate::statement::names::Names;

/// The length of the longest name.
const LONGEST: usize = 17;

macro_rules! tags {
    ($($name:literal $(| $other:literal)* => $variant:ident,)*) => {
        /// An element that gives the fields in it their meaning, or is a field itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// Any other.
            Unknown,
        }

        impl Tag {
            /// The tag of a name without its prefix.
            pub(super) fn of(name: &str) -> Tag {
                NAMES.find(name.as_bytes()).unwrap_or(Tag::Unknown)
            }
        }

        static NAMES: Names<Tag, LONGEST, { [$($name, $($other,)*)*].len() }> =
            Names::new([$(($name, Tag::$variant), $(($other, Tag::$variant),)*)*]);
    };
}

// Source: the message definitions camt.052, camt.053 and camt.054 of ISO 20022, versions 1 to 13.
tags! {
    "Stmt" | "Rpt" | "Ntfctn" => Statement,
    "Ntry" => Entry,
    "NtryDtls" => EntryDetails,
    "TxDtls" => Details,
    "Btch" => Batch,
    "Acct" => Account,
    "Id" => Id,
    "IBAN" => Iban,
    "BBAN" => Bban,
    "UPIC" => Upic,
    "Othr" => Other,
    "PrtryAcct" => ProprietaryAccount,
    "Nm" => Name,
    "NmAndAdr" => NameAndAddress,
    "Tp" => Type,
    "Cd" => Code,
    "Prtry" => Proprietary,
    "CdOrPrtry" => CodeOrProprietary,
    "Ccy" => Currency,
    "Svcr" => Servicer,
    "FinInstnId" => Institution,
    "BIC" | "BICFI" => Bic,
    "Bal" => Balance,
    "Amt" => Amount,
    "CdtDbtInd" => Direction,
    "Dt" => Date,
    "DtTm" => DateTime,
    "FrToDt" => Span,
    "FrDtTm" | "FrDt" => From,
    "ToDtTm" | "ToDt" => To,
    "CreDtTm" => Created,
    "TxsSummry" => Summary,
    "TtlNtries" => AllEntries,
    "TtlCdtNtries" => CreditEntries,
    "TtlDbtNtries" => DebitEntries,
    "NbOfNtries" => Count,
    "Sum" => Sum,
    "NtryRef" => EntryReference,
    "RvslInd" => Reversal,
    "Sts" => Status,
    "BookgDt" => BookingDate,
    "ValDt" => ValueDate,
    "AcctSvcrRef" => ServicerReference,
    "BkTxCd" => BankCode,
    "Domn" => Domain,
    "Fmly" => Family,
    "SubFmlyCd" => SubFamily,
    "AmtDtls" => Amounts,
    "InstdAmt" => Instructed,
    "TxAmt" => Transacted,
    "CntrValAmt" => CounterValue,
    "AddtlNtryInf" => EntryText,
    "AddtlTxInf" => DetailsText,
    "Refs" => References,
    "EndToEndId" => EndToEnd,
    "MndtId" => Mandate,
    "ChqNb" => Cheque,
    "PmtInfId" => PaymentOrder,
    "RltdPties" => Parties,
    "Dbtr" => Debtor,
    "Cdtr" => Creditor,
    "UltmtDbtr" => UltimateDebtor,
    "UltmtCdtr" => UltimateCreditor,
    "DbtrAcct" => DebtorAccount,
    "CdtrAcct" => CreditorAccount,
    "Pty" => Party,
    "Agt" => Agent,
    "RmtInf" => Remittance,
    "Ustrd" => Unstructured,
    "Strd" => Structured,
    "CdtrRefInf" => CreditorReference,
    "Ref" | "CdtrRef" => Reference,
    "AddtlRmtInf" => RemittanceText,
    "RfrdDocInf" => Document,
    "Nb" | "RfrdDocNb" => Number,
    "RltdDts" => Dates,
    "TxDtTm" => TransactionTime,
    "AccptncDtTm" => AcceptanceTime,
    "Chrgs" => Charges,
    "Rcrd" => Record,
    "TtlChrgsAndTaxAmt" => TotalCharges,
    "MrchntCtgyCd" => MerchantCategory,
}

impl Tag {
    /// The name of the element as the standard has it, for issues.
    pub(super) fn closing(self) -> &'static str {
        match self {
            Tag::Entry => "</Ntry>",
            Tag::Statement => "</Stmt>",
            _ => "</Document>",
        }
    }

    /// Whether it carries an amount, whose currency is an attribute.
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Tag::Amount | Tag::TotalCharges)
    }
}
