/// Reads the tables and inboxes of a server of the same design, which stores messages in MySQL and
/// what is new for a user in Redis ([the converter](../../../../../../../../docs/convert.md)).
///
/// - [SourceTables][io.whaleshark.archives.tables.SourceTables] and
///   [SourceInboxes][io.whaleshark.archives.tables.SourceInboxes] read.
/// - [TablesConversion][io.whaleshark.archives.tables.TablesConversion] goes from conversation to
///   conversation, [DirectStory][io.whaleshark.archives.tables.DirectStory] and
///   [GroupStory][io.whaleshark.archives.tables.GroupStory] tell one.
@NullMarked
package io.whaleshark.archives.tables;

import org.jspecify.annotations.NullMarked;
