/// What the server tells about its own API: the documents that programs read, and the page that
/// shows them to people.
///
/// The documents are resources beside this package, written by hand in YAML. `openapi.yaml` has the
/// HTTP calls, `asyncapi.yaml` the device wire, and `schemas.yaml` what both share. Tests compare
/// them with the routes, with the decoders, and with what the server answers, so that they stay
/// true.
@NullMarked
package io.whaleshark.server.docs;

import org.jspecify.annotations.NullMarked;
