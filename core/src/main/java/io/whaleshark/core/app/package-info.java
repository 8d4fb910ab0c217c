/// What an operator can set for each app.
@NullMarked
package io.whaleshark.core.app;

import org.jspecify.annotations.NullMarked;
