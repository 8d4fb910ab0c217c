/// Takes over what happened on another server, in its order: messages with their times, members,
/// and how far each user had got.
@NullMarked
package io.whaleshark.core.imports;

import org.jspecify.annotations.NullMarked;
