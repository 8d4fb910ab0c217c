/// Reads servers that speak XMPP, over their own protocols: each user's archive (XEP-0313) in pages
/// (XEP-0059), as that user, and each room's archive (XEP-0045), as a user who owns it.
///
/// - [XmppSession] is one user's login. [ArchiveWalk] reads an archive page by page, and believes
///   neither the end nor the cursors that the server tells.
/// - [OfflineStore] reads what waits for users of a Prosody, from its files: [LuaItems].
///   [StoreJoin] takes what is in both places as one, and [StoreReport] says what they have lost.
/// - [StanzaReader] makes [Copy]s of what an archive holds: texts, receipts (XEP-0184), markers
///   (XEP-0333), retractions (XEP-0424) and corrections (XEP-0308).
/// - [CopySpool] keeps the copies on disk until all archives are read. [CopyJoin] makes one message
///   of its copies, by the ids that it has (XEP-0359). [ConversationLines] and [RoomLines] tell a
///   conversation as lines.
@NullMarked
package io.whaleshark.archives.xmpp;

import org.jspecify.annotations.NullMarked;
