/// Reads the archives of other systems, and writes what it finds as a file that `import` takes. It
/// is an application of its own, so the server gets none of the libraries that other systems need.
///
/// - [ChatFile] is the file that is written, [io.whaleshark.cli.ReasonReport] what could not be
///   written, and [Conversion] what a source has to do.
/// - A package for each kind of source: `xmpp` for servers that speak XMPP, `tables` for those that
///   keep the tables of this design in MySQL.
@NullMarked
package io.whaleshark.archives;

import org.jspecify.annotations.NullMarked;
