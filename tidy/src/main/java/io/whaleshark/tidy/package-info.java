/// The build's checks of the sources themselves: one format, and a few limits that keep them
/// readable.
@NullMarked
package io.whaleshark.tidy;

import org.jspecify.annotations.NullMarked;
