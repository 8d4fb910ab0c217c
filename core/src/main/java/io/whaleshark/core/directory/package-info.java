/// Who is in an app's directory: what the app says of its users, and who sees it.
@NullMarked
package io.whaleshark.core.directory;

import org.jspecify.annotations.NullMarked;
