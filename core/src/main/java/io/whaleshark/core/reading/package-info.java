/// The rules of reading: which entries an inbox keeps, and what a conversation list shows. Engines
/// supply the rows; these rules derive the results from them, once for all engines.
///
/// ```
/// InboxRows → InboxWalk             which entries are kept, and what was dropped (P5)
/// ListRows  → ListedConversation    unread, newest message, last change (P8)
/// Cursors   → what a pull says that found nothing (never "nothing is left" to a stranger's cursor)
/// ```
@NullMarked
package io.whaleshark.core.reading;

import org.jspecify.annotations.NullMarked;
