/// Files of conversations, in lines of JSON: how a chat comes here from another system, and how it
/// leaves. `docs/import.md` is for their authors.
///
/// - [ImportLine] is one line: one thing that happened. The order of lines is the order of events.
/// - [LineReader] reads a line, and refuses whatever it does not know. [LineWriter] writes one.
/// - [OrderCheck] finds what is wrong with the order of lines, without a server.
/// - [ExportedLines] tells the contents of an engine as lines. To import them into an empty app and
///   to export that again gives the same lines.
@NullMarked
package io.whaleshark.server.transfer;

import org.jspecify.annotations.NullMarked;
