/// Who is connected: the devices of each user, and what is pushed to them.
///
/// All of it is confined to the commit lane, so a login, a message and a logout have one order, and
/// the `previousPosition` of a push is exact: it is the newest position of that inbox before this
/// entry.
@NullMarked
package io.whaleshark.core.session;

import org.jspecify.annotations.NullMarked;
