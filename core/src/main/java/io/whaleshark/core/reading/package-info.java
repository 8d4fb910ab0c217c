/// The rules of reading: what an inbox keeps, and what a conversation list shows. Engines bring
/// rows; what follows from them is said here, once for all engines.
///
/// ```
/// InboxRows → InboxWalk             which entries are kept, and what was dropped (P5)
/// ListRows  → ListedConversation    unread, newest message, last change (P8)
/// ```
@NullMarked
package io.whaleshark.core.reading;

import org.jspecify.annotations.NullMarked;
