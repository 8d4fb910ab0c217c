/// How often everyone may ask, over whichever port they come, and who has to wait for how long.
@NullMarked
package io.whaleshark.server.limits;

import org.jspecify.annotations.NullMarked;
