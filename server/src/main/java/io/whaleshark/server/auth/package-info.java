/// Authentication: login tokens and the keys that sign them.
@NullMarked
package io.whaleshark.server.auth;

import org.jspecify.annotations.NullMarked;
