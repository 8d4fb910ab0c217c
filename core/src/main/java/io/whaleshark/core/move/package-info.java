/// The move of everything from one engine to another. [Move] copies the facts of a store, and
/// compares both stores afterwards.
@NullMarked
package io.whaleshark.core.move;

import org.jspecify.annotations.NullMarked;
