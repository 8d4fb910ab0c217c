/// XMPP as ejabberd uses it, as cheap as a load generator needs it: no parser, no object per
/// stanza.
///
/// The benchmark's terms in XMPP:
///
/// | here | in XMPP |
/// |---|---|
/// | acknowledged | answered by stream management (XEP-0198); in a group, reflected by its room |
/// | read | a displayed marker (XEP-0333) with the hint to store it |
/// | inbox | what arrives between one's first presence and that presence's own return |
/// | history | the archive (XEP-0313) |
/// | group | a room (XEP-0045) that every member enters on login |
/// | sequence | nothing: who hears of a message is told its number alone |
@NullMarked
package io.whaleshark.bench.xmpp;

import org.jspecify.annotations.NullMarked;
