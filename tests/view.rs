//! The view, server-rendered: each case is a walk through the widget, compared with its golden Html.
//!
//! `BLESS=1 cargo test --test view` rewrites the goldens; `LOOK=folder` writes each case as a page to open in a
//! browser, light and dark.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

#[path = "view/colours.rs"]
mod colours;
#[path = "view/contrast.rs"]
mod contrast;
#[path = "view/hand.rs"]
mod hand;
#[path = "view/live.rs"]
mod live;
#[path = "view/matches.rs"]
mod matches;
#[path = "view/say.rs"]
mod say;
#[path = "view/walk.rs"]
mod walk;
#[path = "view/wrens/mod.rs"]
mod wrens;

use farthing::native::EncodingRs;
use farthing::view::state::{Event, Filter, Narrowing, Screen, Split};
use farthing::wire::{
    Body, DecisionsOf, Door, Envelope, Facts, FileBytes, ImportFiles, ImportProgress, Outgoing,
    Receipt, Reply, Request,
};
use walk::{Walk, assert_has, golden, html, partly, stopped, unsealed};

#[tokio::test]
async fn the_first_screen_promises_what_was_checked() {
    let html = golden("first", Walk::new()).await;
    assert_has(
        &html,
        &[
            "<h1 id=\"title\"",
            "Nothing leaves this tab.",
            "type=\"file\"",
            "for=\"files\"",
            "Open the Wrens",
            "blog.example cannot look in",
            "It tried 4 ways",
        ],
    );
    assert!(!html.contains("role=\"log\""), "there is no thread yet");
}

#[tokio::test]
async fn an_unsealed_page_takes_no_file_and_says_so() {
    let html = golden(
        "first-unsealed",
        Walk::new().tell(Event::Checked(unsealed().into())),
    )
    .await;
    assert_has(
        &html,
        &[
            "role=\"alert\"",
            "Not sealed, so no file can be opened.",
            "Open the Wrens",
        ],
    );
    assert!(!html.contains("type=\"file\"") && !html.contains("Nothing leaves this tab."));
}

#[tokio::test]
async fn a_page_sealed_in_part_says_so_and_which_browser_would_seal_it_whole() {
    let walk = Walk::new().tell(Event::Checked(partly().into()));
    let html = golden("first-partly", walk).await;
    assert_has(
        &html,
        &[
            "Partly sealed",
            "Your files are read where no network exists.",
            "This page is sealed in part",
            "Chrome or Edge, from version 152 on",
            "for=\"files\"",
        ],
    );
    assert!(!html.contains("Nothing leaves this tab."));
}

#[tokio::test]
async fn privacy_shows_what_was_told_and_shared_word_for_word() {
    let receipt = Receipt {
        consent: "k3v9-0001".to_owned(),
        at: "2026-03-22T10:14:02Z".to_owned(),
        host: "blog.example".to_owned(),
        what: Some("groceries last month".to_owned()),
        text: "You spent £404.43 on groceries in February.".to_owned(),
        watched: false,
    };
    let walk = Walk::new().tell(Event::Go(Screen::Privacy));
    assert_has(
        &html(walk.state.clone(), "light").await,
        &["Nothing has been shared."],
    );
    let html = golden("privacy", walk.tell(Event::Receipts(vec![receipt].into()))).await;
    assert_has(
        &html,
        &[
            "What blog.example has been told",
            "that this box is ready",
            "what you shared",
            "2 times",
            "“You spent £404.43 on groceries in February.”",
            "It had asked: “groceries last month” This browser could not tell whether anything covered it.",
            "Download receipts",
            "What no browser can promise",
        ],
    );
    assert!(!html.contains("a web address that is looked up"));
}

#[tokio::test]
async fn a_host_asks_and_the_person_is_offered_what_would_be_sent() {
    let wanted = Event::ShareWanted {
        id: "s1".to_owned(),
        what: "How much did I spend on groceries last month?".to_owned(),
        host: "blog.example".to_owned(),
    };
    let early = Walk::new().tell(wanted.clone());
    assert_has(
        &html(early.state, "light").await,
        &["blog.example asks:", "answered once a statement is open"],
    );
    let walk = Walk::wrens()
        .tell(wanted)
        .hear(Body::Answer(wrens::groceries()));
    let html = golden("answer-wanted", walk).await;
    assert_has(
        &html,
        &[
            "<span class=\"when\">blog.example asks:</span>",
            "Nothing is sent before you agree.",
        ],
    );
}

#[tokio::test]
async fn before_the_checks_nothing_is_promised() {
    let html = golden(
        "first-checking",
        Walk::new().tell(Event::Checked(Facts::default().into())),
    )
    .await;
    let waiting = "<b>The engine</b>Trying each way to reach the network";
    assert_has(&html, &["Checking the seal", "disabled", waiting]);
    assert!(!html.contains("class=\"q-on\"") && !html.contains("Nothing leaves"));
}

#[tokio::test]
async fn an_import_says_how_far_it_is_and_what_came_of_each_file() {
    let names = ["lark-everyday.csv", "lark-card.ofx", "holiday.pdf"].map(str::to_owned);
    let walk = Walk::new().tell(Event::Picked {
        names: names.into(),
    });
    let progress = ImportProgress {
        file: "lark-card.ofx".to_owned(),
        file_index: 1,
        files: 3,
        stage: "reading".to_owned(),
        rows: 96,
        bytes_read: 30,
        bytes_total: 60,
    };
    let id = walk.open[0];
    let walk = walk.tell(Event::reply(Outgoing {
        id,
        reply: Reply::Progress(progress),
    }));
    let html = golden(
        "importing",
        Walk {
            state: walk.state.clone(),
            open: Vec::new(),
        },
    )
    .await;
    assert_has(
        &html,
        &[
            "role=\"progressbar\"",
            "aria-valuenow=\"50\"",
            "Half of it is read.",
        ],
    );
    let html = golden("imported", walk.hear(Body::Import(wrens::report()))).await;
    assert_has(
        &html,
        &[
            "179 of 180 rows",
            "20 rows were here already.",
            "class=\"issue\"><b>Row 96, \"TRNAMT\":</b>",
            "class=\"issue bad\"",
            "Read 2 of 3 files",
            "role=\"log\"",
        ],
    );
}

#[tokio::test]
async fn a_counted_answer_is_ruled_double_and_opens_its_rows() {
    let walk = Walk::wrens()
        .ask("How much did I spend on groceries last month?")
        .hear(Body::Answer(wrens::groceries()));
    let id = walk.last();
    let walk = walk
        .tell(Event::Workings(id))
        .hear(Body::Proof(wrens::groceries_proof()));
    let html = golden("answer-proved", walk).await;
    assert_has(
        &html,
        &[
            "class=\"fig proved\"><bdi>£404.43</bdi><span class=\"vh\">, added up from 10 rows</span>",
            "class=\"fig quoted\"><bdi>£61.43</bdi>",
            "role=\"img\"",
            "role=\"listbox\" tabindex=\"0\"",
            "aria-expanded=\"true\"",
            "class=\"total proved\"",
            "Counted: 9 purchases, 1 refund",
            "Just outside the dates",
            "digest 0612 4872 db7b",
        ],
    );
}

#[tokio::test]
async fn an_answer_so_far_has_a_single_rule_and_says_what_it_inherited() {
    let walk = Walk::wrens()
        .ask("and so far this month?")
        .hear(Body::Answer(wrens::so_far()));
    let html = golden("answer-so-far", walk).await;
    assert_has(
        &html,
        &[
            "class=\"fig sofar\"",
            ", so far from 10 rows",
            "chip kept",
            "from the question before",
        ],
    );
    assert!(!html.contains("class=\"fig proved\"><bdi>£317.35"));
}

#[tokio::test]
async fn an_estimate_is_rounded_dotted_and_says_about() {
    let walk = Walk::wrens()
        .ask("Can I afford a dinner?")
        .hear(Body::Answer(wrens::lowest()));
    let html = golden("answer-estimate", walk).await;
    assert_has(
        &html,
        &["class=\"fig est\"><bdi>about £105</bdi><span class=\"vh\">, estimated</span>"],
    );
    assert!(!html.contains("106.73"));
}

#[tokio::test]
async fn what_was_not_understood_is_struck_and_the_nearest_questions_are_offered() {
    let walk = Walk::wrens()
        .ask("Is it high for this street?")
        .hear(Body::Answer(wrens::not_understood()));
    let html = golden("answer-not-understood", walk).await;
    assert_has(
        &html,
        &["<s>this street</s>", "not used", "Which bills went up?"],
    );
    assert!(!html.contains("How this was worked out"));
}

#[tokio::test]
async fn breakdowns_and_changes_are_drawn_with_their_numbers() {
    let walk = Walk::wrens()
        .ask("Where did it go?")
        .hear(Body::Answer(wrens::breakdown()))
        .ask("Why did it go up?")
        .hear(Body::Answer(wrens::why_up()));
    let html = golden("answer-charts", walk).await;
    assert_has(
        &html,
        &[
            "chart bars",
            "chart waterfall",
            "+286.00",
            "\u{2212}61.43",
            "The same numbers as a table",
        ],
    );
}

#[tokio::test]
async fn a_question_that_fails_is_an_alert() {
    let html = golden(
        "answer-failed",
        Walk::wrens().ask("groceries?").fail("The engine stopped."),
    )
    .await;
    assert_has(&html, &["role=\"alert\"", "The engine stopped."]);
    let walk = Walk::wrens().ask("groceries?").tell(Event::EngineStopped);
    let html = golden("restarted", walk).await;
    assert_has(&html, &["Restarted.", "1 question was not answered."]);
}

#[tokio::test]
async fn the_overview_splits_a_month_three_ways() {
    let walk = Walk::wrens().tell(Event::Go(Screen::Overview));
    let html = golden("overview", walk).await;
    assert_has(
        &html,
        &[
            "Sunday 22 March 2026",
            "The Wrens, a sample household",
            "class=\"fig est\"><bdi>about £165</bdi>",
            "class=\"total sofar\"><bdi>\u{2212}1,648.31</bdi>",
            "aria-pressed=\"true\" class=\"on\">Category",
            "Spending, net of refunds",
            "every month",
        ],
    );
    let walk = Walk::wrens()
        .tell(Event::Go(Screen::Overview))
        .tell(Event::Split(Split::Merchant));
    let html = golden("overview-merchant", walk).await;
    assert_has(
        &html,
        &["aria-pressed=\"true\" class=\"on\">Merchant", "31 more"],
    );
}

#[tokio::test]
async fn rows_show_reasons_and_markup_in_descriptors_is_text() {
    let walk = Walk::wrens()
        .tell(Event::Rows(Filter::default()))
        .hear(Body::Rows(wrens::rows()))
        .tell(Event::Pick(4));
    let html = golden("rows", walk).await;
    assert_has(
        &html,
        &[
            "role=\"grid\"",
            "aria-rowcount=\"983\"",
            "aria-activedescendant=\"row-4\"",
            "card code 5814",
            "nothing certain",
            "lang=\"\" dir=\"auto\" class=\"raw\">&lt;b&gt;SQ *RVW 0331",
            "+642.80",
            "role=\"search\"",
            "class=\"fig proved\"><bdi>\u{2212}£2,291.11</bdi>",
        ],
    );
    assert!(!html.contains("<b>SQ"));
}

#[tokio::test]
async fn rows_say_when_none_match_and_when_they_cannot_be_read() {
    let none = wrens::rows();
    let none = farthing::wire::RowsPage {
        total: 0,
        rows: Vec::new(),
        totals: Vec::new(),
        ..none
    };
    let filter = Filter {
        search: "zebra".to_owned(),
        ..Filter::default()
    };
    let walk = Walk::wrens()
        .tell(Event::Rows(filter))
        .hear(Body::Rows(none));
    assert_has(
        &golden("rows-none", walk).await,
        &["No row matches.", "Show all rows"],
    );
    let walk = Walk::wrens()
        .tell(Event::Go(Screen::Rows))
        .fail("The engine stopped.");
    assert_has(
        &golden("rows-failed", walk).await,
        &["role=\"alert\"", "Could not read rows 1 to 100."],
    );
}

/// What an engine that is gone, or one that answers the same again, is asked once more for would fail once more.
#[tokio::test]
async fn from_a_failure_leads_what_helps() {
    let forgotten = "That answer is no longer kept. Ask again.";
    let asked = || {
        Walk::wrens()
            .ask("groceries last month?")
            .hear(Body::Answer(wrens::groceries()))
    };
    let answer = asked().last();
    let workings = asked().tell(Event::Workings(answer)).fail(forgotten);
    let again = ">Ask again</button>";
    assert_has(&html_of(&workings).await, &[forgotten, again]);
    let mut rows = asked().tell(Event::Rows(Filter::only(Narrowing::Answer(Some(1)))));
    rows = rows.fail(forgotten);
    let all = ">Show all rows</button>";
    assert_has(&html_of(&rows).await, &[forgotten, all]);
    let gone = Event::Checked(stopped().into());
    let screens = [Event::Go(Screen::Overview), Event::Go(Screen::Rows)];
    for walk in [workings, rows] {
        for screen in &screens {
            let walk = Walk {
                state: walk.state.clone(),
                open: Vec::new(),
            };
            let html = html_of(&walk.tell(gone.clone()).tell(screen.clone())).await;
            assert!(!html.contains(again) && !html.contains(all));
        }
    }
    let gone = Walk::wrens().tell(gone).tell(Event::Go(Screen::Rows));
    let helps = "Not done: the engine is not running. Load the page anew to start it.";
    assert_has(&html_of(&gone).await, &[helps]);
}

#[tokio::test]
async fn every_visible_word_is_in_the_tables() {
    let dangling = ["view-", ">group-", "{", "}"];
    let walk = Walk::wrens()
        .tell(Event::Rows(Filter::default()))
        .hear(Body::Rows(wrens::rows()));
    for state in [Walk::new().state, Walk::wrens().state, walk.state] {
        let html = html(state, "light").await;
        for part in dangling {
            let plain = html.replace("view-transition", "");
            assert!(!plain.contains(part), "{part:?}");
        }
    }
}

/// A walk with files read by the engine itself, and the engine.
fn read_by_the_engine(files: &[(&str, &str)]) -> (Walk, Door) {
    let names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    let files = files.iter().map(|(name, text)| FileBytes {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec().into(),
        held: None,
    });
    let request = Request::Import(ImportFiles {
        files: files.collect(),
        currency: None,
        asks: Some(true),
    });
    let mut door = Door::new(Box::new(EncodingRs));
    let body = told(&mut door, request);
    let walk = Walk::new().tell(Event::Picked { names }).hear(body);
    (walk, door)
}

fn told(door: &mut Door, request: Request) -> Body {
    let mut replies = door.run(Envelope { id: 1, request });
    match replies.pop().unwrap().reply {
        Reply::Ok { body } => body,
        other => panic!("{other:?}"),
    }
}

const EVERYDAY: &str = "Lark Bank;;;\nIBAN: DE02 1203 0000 0000 2020 51;;;\n\nBuchungstag;Verwendungszweck;Betrag;Saldo\n\
    13.03.2026;GREEN GROCER;-12,50;1.087,50\n14.03.2026;MILL LANE SCHOOL;642,80;1.730,30\n15.03.2026;RENT;-500,00;1.230,30\n";
const OPEN: &str = "Date,Details,Amount (GBP)\n02/01/2025,INTEREST,1.20\n03/02/2025,FEE,-1.25\n03/03/2025,INTEREST,1.30\n";

#[tokio::test]
async fn what_a_file_leaves_open_is_asked_side_by_side_and_can_be_changed() {
    let (walk, mut door) =
        read_by_the_engine(&[("everyday.csv", EVERYDAY), ("saver-q1.csv", OPEN)]);
    let state = walk.state.clone();
    let html = golden(
        "which-reading",
        Walk {
            state,
            open: Vec::new(),
        },
    )
    .await;
    assert_has(
        &html,
        &[
            "Which reading is right?",
            "Waiting for one answer from you.",
            "<mark>02</mark>/01/2025",
            "Thu 2 Jan",
            "Sat 1 Feb",
            "2 rows in March 2025 and none in January 2025.",
            "Use day first",
            "Use month first",
            "The running balance agrees in 2 of 2 rows.",
            "3 dates fit with the day first only.",
            "99\u{a0}% sure",
            "everyday.csv and 1 more added.",
        ],
    );
    let settle = Event::Settle {
        file: "f2".to_owned(),
        choice: "monthFirst".to_owned(),
    };
    let body = told(
        &mut door,
        Request::Settle {
            file: "f2".to_owned(),
            choice: "monthFirst".to_owned(),
        },
    );
    let walk = Walk {
        open: Vec::new(),
        ..walk
    }
    .tell(settle)
    .hear(body);
    let state = walk.state.clone();
    let html = golden(
        "which-reading-chosen",
        Walk {
            state,
            open: Vec::new(),
        },
    )
    .await;
    assert!(!html.contains("Which reading is right?"));
    assert_has(
        &html,
        &[
            "Month first, as you chose. Change it",
            "In use",
            "saver-q1.csv is read as chosen.",
            "6 transactions in all.",
        ],
    );

    let body = told(
        &mut door,
        Request::TakeOut {
            file: "f1".to_owned(),
        },
    );
    let walk = Walk {
        open: Vec::new(),
        ..walk
    }
    .tell(Event::TakeOut("f1".to_owned()))
    .hear(body);
    let html = html_of(&walk).await;
    assert_has(
        &html,
        &[
            "Taken out. None of its rows count.",
            "everyday.csv taken out.",
        ],
    );
    let body = told(&mut door, Request::Undo);
    let walk = Walk {
        open: Vec::new(),
        ..walk
    }
    .tell(Event::Undo)
    .hear(body);
    let html = html_of(&walk).await;
    assert_has(&html, &["everyday.csv added.", "Do it again"]);
    assert!(!html.contains("None of its rows count."));
}

async fn html_of(walk: &Walk) -> String {
    html(walk.state.clone(), "light").await
}

#[tokio::test]
async fn matches_are_reviewed_with_their_reason_and_both_ways_on() {
    let mut door = Door::new(Box::new(EncodingRs));
    let ask = |id, request| Envelope { id, request };
    door.run(ask(1, Request::Sample));
    let of = DecisionsOf {
        limit: 3,
        ..DecisionsOf::default()
    };
    let replies = door.run(ask(2, Request::Decisions(of)));
    let Some(Reply::Ok { body }) = replies.into_iter().map(|said| said.reply).next() else {
        panic!("no reply");
    };
    let walk = Walk::wrens().tell(Event::Go(Screen::Decisions)).hear(body);
    let html = golden("decisions", walk).await;
    assert_has(
        &html,
        &[
            "<h1 id=\"title\" tabindex=\"-1\">Decisions</h1>",
            "aria-label=\"Accept: ",
            "aria-label=\"Undo this match: ",
            "sure.",
            "more</button>",
        ],
    );
}
