package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/// A proxy that replaces one method of an object and delegates the others.
final class Instead {

  /// The result of a method of type void.
  static final Object NOTHING = new Object();

  private Instead() {}

  /// The replacement of the method.
  interface Method {
    Object call(Call real, Object[] arguments) throws Throwable;
  }

  /// The original method.
  interface Call {
    Object call(Object... arguments) throws Throwable;
  }

  static <T> T of(Class<T> type, T real, String name, Method instead) {
    boolean exists = Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals(name));
    if (!exists) {
      throw new IllegalArgumentException(type + " has no method " + name);
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              Call call = given -> invoke(method, real, given);
              Object[] given = arguments == null ? new Object[0] : arguments;
              Object returned =
                  method.getName().equals(name) ? instead.call(call, given) : call.call(given);
              return returned == NOTHING ? null : returned;
            }));
  }

  /// An engine of which one method of a port is replaced.
  ///
  /// @param name the method of the engine that returns the port, such as `inboxes` or `begin`
  static <T> Engine ofPort(Engine real, String name, Class<T> port, String method, Method instead) {
    return of(
        Engine.class, real, name, (call, a) -> of(port, port.cast(call.call(a)), method, instead));
  }

  /// The same, of a transaction.
  static Engine ofTransaction(Engine real, String method, Method instead) {
    return ofPort(real, "begin", Transaction.class, method, instead);
  }

  private static Object invoke(java.lang.reflect.Method method, Object real, Object[] arguments)
      throws Throwable {
    try {
      Object returned = method.invoke(real, arguments);
      return returned == null ? NOTHING : returned;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
