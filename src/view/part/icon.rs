//! Line icons, always beside words or on a control that has a name.

use yew::Html;

use crate::view::markup::html;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// More statements.
    Plus,
    /// Send.
    Up,
    /// It is right.
    Tick,
    /// Something asks for attention.
    Mark,
    /// It opens.
    Caret,
    /// Search.
    Glass,
    /// Shut.
    Cross,
}

/// Draws an icon, hidden from screen readers. Shapes from the look's mock.
pub fn icon(which: Icon, size: u32) -> Html {
    let path = match which {
        Icon::Plus => "M8 3v10M3 8h10",
        Icon::Up => "M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2",
        Icon::Tick => "M3.2 8.4 6.5 11.6 12.8 4.8",
        Icon::Mark => "M8 3v6.4M8 12.2v.9",
        Icon::Caret => "M6.2 4l4 4-4 4",
        Icon::Glass => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4 13.5 13.5",
        Icon::Cross => "M4 4l8 8M12 4l-8 8",
    };
    let size = size.to_string();
    html! {
        <svg class="ic" width={size.clone()} height={size} viewBox="0 0 16 16" aria-hidden="true">
            <path d={path} />
        </svg>
    }
}
