/// The ids of the domain: users, devices, conversations, and the id that a client gives its
/// message.
///
/// Every id includes its app, so no lookup crosses apps by accident (P9). An id that exists is
/// valid: it is not empty and follows the rule of [Names]. Any other text throws an
/// [InvalidIdException].
@NullMarked
package io.whaleshark.core.id;

import org.jspecify.annotations.NullMarked;
