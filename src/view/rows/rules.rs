//! The rules: their text to read and to edit, what each line has done, and what an edit would change.

use yew::Html;

use super::picker::changes;
use crate::order::Gather as _;
use crate::phrase::is_code;
use crate::view::desk::Desk;
use crate::view::markup::html;
use crate::view::part::failure;
use crate::view::privacy::{credit, take};
use crate::view::state::{Event, RulesPanel, Say, Saying};
use crate::view::text::{as_drawn, joined};
use crate::wire::ChangesPreview;

/// The rules; `Esc` or their button shuts them.
pub(super) fn rules(desk: &Desk, saying: &Saying, panel: &RulesPanel) -> Html {
    let oninput = desk.typed(0, |_, text| Event::Say(Say::Text(text)));
    let only = panel
        .report
        .as_ref()
        .is_some_and(|report| report.suggest_only);
    html! {
        <section class="rulesp" aria-labelledby="rules">
            <h2 id="rules" tabindex="-1">{ desk.text("view-rules") }</h2>
            <p class="sub" id="rules-how">{ desk.text("view-rules-how") }</p>
            <textarea rows="6" spellcheck="false" class="raw" aria-label={desk.text("view-rules-text")} aria-describedby="rules-how"
                placeholder={desk.text("view-rules-example")} value={panel.text.clone()} {oninput}></textarea>
            <div role="status">{ panel.preview.as_ref().map(|preview| tried(desk, preview)).unwrap_or_default() }</div>
            if let Some(failed) = &saying.failed { { failure(desk, failed, None) } }
            <div class="acts">
                <button type="button" class="btn pri sm" disabled={saying.busy} onclick={desk.on(Event::Say(Say::Take))}>{ desk.text("view-rules-take") }</button>
                <button type="button" class="btn sec sm" onclick={desk.on(Event::Say(Say::Try))}>{ desk.text("view-rules-try") }</button>
                <span class="picker">
                    <input type="file" id="rules-file" class="vh" accept=".txt,text/plain" onchange={desk.port.rules.clone()} />
                    <label for="rules-file" class="link">{ desk.text("view-rules-import") }</label>
                </span>
                <button type="button" class="link" onclick={desk.on(Event::Say(Say::Export))}>{ desk.text(take("view-rules-export", "view-rules-copy", desk)) }</button>
                <button type="button" class="link" onclick={desk.on(Event::Say(Say::Shut))}>{ desk.text("view-shut") }</button>
            </div>
            <button type="button" class="btn sec sm" role="switch" aria-checked={only} onclick={desk.on(Event::Say(Say::SuggestOnly(!only)))}>
                { desk.text("view-rules-only") }{ ":" }
                <span aria-hidden="true">{ desk.text(if only { "view-on" } else { "view-off" }) }</span>
            </button>
            { lines(desk, panel) }
            { groups(desk, panel) }
            { credit(desk) }
        </section>
    }
}

/// The person's own groups, and what is in each.
fn groups(desk: &Desk, panel: &RulesPanel) -> Html {
    let report = panel
        .report
        .as_ref()
        .filter(|report| !report.own_groups.is_empty());
    let Some(report) = report else {
        return Html::default();
    };
    let rows = report.own_groups.iter().map(|group| {
        let of = group.categories.iter().map(|name| match is_code(name) {
            true => desk.words.category(name),
            false => as_drawn(name),
        });
        let of: Vec<_> = of.gather();
        html! { <tr><th scope="row"><bdi>{ &group.name }</bdi></th><td>{ joined(&of, ", ") }</td></tr> }
    });
    html! {
        <table class="t"><caption>{ desk.text("view-rules-groups") }</caption><tbody>{ for rows }</tbody></table>
    }
}

/// What would come of the text as it is edited.
fn tried(desk: &Desk, preview: &ChangesPreview) -> Html {
    let shown: Vec<_> = preview.changes.iter().gather();
    let issues = preview.issues.iter().map(|issue| {
        html! { <li>{ desk.words.say(&issue.says, &issue.sentence) }</li> }
    });
    html! {
        <>
            <p>{ desk.words.count_of("view-rules-change", preview.count) }</p>
            { changes(desk, &shown, preview.count) }
            if !preview.issues.is_empty() { <ul class="bad">{ for issues }</ul> }
        </>
    }
}

/// The lines that hold, with how many rows each has decided; and those that could not be read.
fn lines(desk: &Desk, panel: &RulesPanel) -> Html {
    let Some(report) = &panel.report else {
        return Html::default();
    };
    let lines = report.rules.iter().map(|rule| {
        html! {
            <tr><td class="raw" lang="" dir="auto">{ desk.words.rule(&rule.text) }</td><td class="n">{ desk.words.count_of("view-rows", rule.rows) }</td></tr>
        }
    });
    let issues = report.issues.iter().map(|issue| {
        html! { <li>{ desk.words.say(&issue.says, &issue.sentence) }</li> }
    });
    html! {
        if !report.issues.is_empty() { <ul class="bad">{ for issues }</ul> }
        if !report.rules.is_empty() {
            <table class="t"><caption class="vh">{ desk.text("view-rules-held") }</caption><tbody>{ for lines }</tbody></table>
        }
    }
}
