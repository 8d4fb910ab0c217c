/// The engine that the settings choose, and what an operator has of each: metrics, backups, and
/// where the data is.
///
/// [Storage] is all that the server knows of it. A new engine is one more class here.
@NullMarked
package io.whaleshark.server.storage;

import org.jspecify.annotations.NullMarked;
