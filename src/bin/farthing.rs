//! The engine on the command line: the same session as the page's, JSON on standard output.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use farthing::native::EncodingRs;
use farthing::session::Labeller;
use farthing::wire::{
    Ask, Body, Door, Envelope, FileBytes, ImportFiles, Outgoing, ProofDetail, Reply, Request,
    SetRules, unreadable,
};

const USAGE: &str = "usage:
  farthing import [--today DATE] [SAID] FILE...
  farthing categorise < descriptors.tsv
  farthing insights --today DATE [SAID] FILE...
  farthing ask --today DATE [--locale TAG] [SAID] FILE... -- QUESTION...
  farthing export --to hledger|beancount|csv|json [SAID] FILE...
  farthing serve-json < requests.jsonl
SAID, what the person says of categories, the first that fits counting:
  --rules FILE        lines such as: merchant \"Taro House\" and amount 20..50 -> FOOD_AND_DRINK_RESTAURANT
  --corrections FILE  the same, or lines of a transaction's id, a tab and a category";

/// What a ledger is exported to.
const JOURNALS: [&str; 4] = ["hledger", "beancount", "csv", "json"];

/// Wrong usage.
const USAGE_STATUS: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match Call::read(&arguments) {
        Some(Call::Categorise) => categorise(),
        Some(Call::ServeJson) => serve_json(),
        Some(Call::Import { files }) => import(&files),
        Some(Call::Export { to, files }) => export(to, &files),
        Some(Call::Insights { today, files }) => insights(today, &files),
        Some(Call::Ask {
            today,
            locale,
            files,
            questions,
        }) => ask(&today, locale.as_deref(), &files, &questions),
        None => {
            eprintln!("{USAGE}");
            return ExitCode::from(USAGE_STATUS);
        }
    };
    match done {
        Ok(status) => status,
        // A reader that has gone away is no failure of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("farthing: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The files that were named on the command line.
#[derive(Default)]
struct Files {
    names: Vec<String>,
    rules: Vec<String>,
    corrections: Vec<String>,
}

impl Files {
    /// What the person says of categories, as one text.
    fn said(&self) -> io::Result<String> {
        let mut text = String::new();
        for name in self.rules.iter().chain(&self.corrections) {
            for line in String::from_utf8_lossy(&bytes_of(name)?).lines() {
                // A category of the person's own is a name between marks, one of the taxonomy a code.
                match line.split_once('\t').filter(|_| !line.contains("->")) {
                    Some((id, category)) => {
                        let category = category.split('\t').next().unwrap_or_default();
                        text.push_str(&format!("row {id} -> {category}"));
                    }
                    None => text.push_str(line),
                }
                text.push('\n');
            }
        }
        Ok(text)
    }
}

fn bytes_of(name: &str) -> io::Result<Vec<u8>> {
    std::fs::read(name).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
}

/// What was asked on the command line.
enum Call {
    Import {
        files: Files,
    },
    Export {
        to: String,
        files: Files,
    },
    Categorise,
    Insights {
        today: String,
        files: Files,
    },
    Ask {
        today: String,
        locale: Option<String>,
        files: Files,
        questions: Vec<String>,
    },
    ServeJson,
}

impl Call {
    fn read(arguments: &[String]) -> Option<Call> {
        let (command, rest) = arguments.split_first()?;
        let (mut today, mut locale, mut files) = (None, None, Files::default());
        let (mut questions, mut to) = (None, None);
        let mut rest = rest.iter().cloned();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--today" => today = Some(rest.next()?),
                "--locale" => locale = Some(rest.next()?),
                "--to" => to = Some(rest.next()?),
                "--rules" => files.rules.push(rest.next()?),
                "--corrections" => files.corrections.push(rest.next()?),
                "--" => questions = Some(rest.by_ref().collect::<Vec<_>>()),
                flag if flag.starts_with("--") => return None,
                _ => files.names.push(argument),
            }
        }
        let dated = today
            .as_deref()
            .is_none_or(|day| farthing::calendar::parse_iso(day).is_some());
        let questions = questions.filter(|questions| !questions.is_empty());
        match (command.as_str(), files.names.is_empty(), questions) {
            _ if !dated => None,
            ("export", false, None) => {
                let to = to.filter(|to| JOURNALS.contains(&to.as_str()))?;
                Some(Call::Export { to, files })
            }
            _ if to.is_some() => None,
            ("import", false, None) => Some(Call::Import { files }),
            ("insights", false, None) => Some(Call::Insights {
                today: today?,
                files,
            }),
            ("ask", false, Some(questions)) => Some(Call::Ask {
                today: today?,
                locale,
                files,
                questions,
            }),
            ("categorise", true, None) => Some(Call::Categorise),
            ("serve-json", true, None) => Some(Call::ServeJson),
            _ => None,
        }
    }
}

fn import(files: &Files) -> io::Result<ExitCode> {
    let (mut door, status) = opened(files)?;
    match last(door.run(Envelope {
        id: 2,
        request: Request::Ledger,
    })) {
        Some(Reply::Ok {
            body: Body::Ledger(report),
        }) => print(&report)?,
        _ => return Ok(ExitCode::FAILURE),
    }
    Ok(status)
}

fn export(to: String, files: &Files) -> io::Result<ExitCode> {
    let (mut door, status) = opened(files)?;
    match last(door.run(Envelope {
        id: 2,
        request: Request::Journal { to },
    })) {
        Some(Reply::Ok {
            body: Body::Export(export),
        }) => io::stdout().lock().write_all(export.text.as_bytes())?,
        _ => return Ok(ExitCode::FAILURE),
    }
    Ok(status)
}

fn insights(today: String, files: &Files) -> io::Result<ExitCode> {
    let (mut door, status) = opened(files)?;
    match last(door.run(Envelope {
        id: 2,
        request: Request::Insights { today },
    })) {
        Some(Reply::Ok {
            body: Body::Insights(insights),
        }) => print(&insights.findings)?,
        _ => return Ok(ExitCode::FAILURE),
    }
    Ok(status)
}

fn ask(
    today: &str,
    locale: Option<&str>,
    files: &Files,
    questions: &[String],
) -> io::Result<ExitCode> {
    let (mut door, status) = opened(files)?;
    let mut answers = Vec::new();
    for (id, question) in (2..).zip(questions) {
        let request = Request::Ask(Ask {
            question: question.clone(),
            today: today.to_owned(),
            locale: locale.map(str::to_owned),
            proof: ProofDetail::Full,
            browser: None,
        });
        if let Some(Reply::Ok {
            body: Body::Answer(answer),
        }) = last(door.run(Envelope { id, request }))
        {
            answers.push(answer);
        }
    }
    print(&answers)?;
    Ok(status)
}

fn categorise() -> io::Result<ExitCode> {
    let labeller = Labeller::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", labeller.line(&line?))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn serve_json() -> io::Result<ExitCode> {
    let mut door = Door::new(Box::new(EncodingRs));
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let replies = match serde_json::from_str::<Envelope>(&line) {
            Ok(envelope) => door.messages(envelope),
            Err(error) => vec![unreadable(0, &error.to_string())],
        };
        let mut out = io::stdout().lock();
        for reply in replies {
            writeln!(out, "{}", serde_json::to_string(&reply)?)?;
        }
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A door with the files imported, and the status that says whether all could be read.
fn opened(named: &Files) -> io::Result<(Door, ExitCode)> {
    let mut files = Vec::new();
    for name in &named.names {
        let bytes = bytes_of(name)?;
        files.push(FileBytes {
            name: name.clone(),
            bytes: bytes.into(),
            held: None,
        });
    }
    let mut door = Door::new(Box::new(EncodingRs));
    let text = named.said()?;
    if !text.is_empty() {
        let preview = None;
        let request = Request::SetRules(SetRules { text, preview });
        door.run(Envelope { id: 1, request });
    }
    let request = Request::Import(ImportFiles {
        files,
        currency: None,
        asks: None,
    });
    let status = match last(door.run(Envelope { id: 1, request })) {
        Some(Reply::Ok {
            body: Body::Import(report),
        }) if report.files.iter().all(|file| file.format.is_some()) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    };
    Ok((door, status))
}

fn last(replies: Vec<Outgoing>) -> Option<Reply> {
    replies.into_iter().last().map(|outgoing| outgoing.reply)
}

fn print(value: &impl serde::Serialize) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}
