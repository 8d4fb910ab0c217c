/// What people are told of files.
@NullMarked
package io.whaleshark.server.files;

import org.jspecify.annotations.NullMarked;
