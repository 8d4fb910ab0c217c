/// Who somebody is: login tokens and the keys that they are signed with.
@NullMarked
package io.whaleshark.server.auth;

import org.jspecify.annotations.NullMarked;
