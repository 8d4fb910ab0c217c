/// Who and what the domain talks about: users, devices, conversations, and the id a client gives
/// its message.
///
/// Every id names its app, so nothing can be looked up across apps by accident (P9). Ids are values
/// that exist only when valid: not empty, as [Names] says. Any other text is refused with an
/// [InvalidIdException].
@NullMarked
package io.whaleshark.core.id;

import org.jspecify.annotations.NullMarked;
