package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Sessions;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bugs to plant in what is looked up beside the lane. A part of the node that remembers something
/// is replaced by one that forgets.
final class LookupBugs {

  static final List<Bug> ALL =
      List.of(
          inside(
              "what is told during a load is not brought into it",
              "kept",
              Forgetful::new,
              "arrivals"),
          inside(
              "a load that took too long is not begun again", "kept", Shortened::new, "arrivals"),
          inside(
              "a logout does not cancel a login that waits",
              "bySession",
              UnknownKeys::new,
              "arrivals"),
          inside("two logins of one user load twice", "arriving", UnknownKeys::new, "arrivals"),
          inside("a look-up that failed is forgotten", "patient", NoSecondTry::new, "lookups"),
          inside(
              "what is looked up is told while nobody knows what was stored",
              "answered",
              AtOnce::new,
              "lookups"),
          inside("an older item overtakes news", "asked", SeemsEmpty::new, "items"),
          inside("who left is told of a read", "sessions", LookupBugs::nobodyLeaves, "receipts"));

  private LookupBugs() {}

  /// @param path the fields from the delivery to the owner of the field
  private static Bug inside(String name, String field, Supplier<Object> instead, String... path) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected void node(Node node) {
                try {
                  Object owner = read(read(read(node, "lane"), "teller"), "devices");
                  for (String part : path) {
                    owner = read(owner, part);
                  }
                  field(owner, field).set(owner, instead.get());
                } catch (ReflectiveOperationException e) {
                  throw new IllegalStateException("no such part any more", e);
                }
              }
            });
  }

  private static Object nobodyLeaves() {
    try {
      Sessions sessions = new Sessions(() -> 0);
      field(sessions, "groups").set(sessions, new AnyGroup());
      return sessions;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no such part any more", e);
    }
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    return field(owner, name).get(owner);
  }

  private static Field field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /// Keeps nothing.
  private static final class Forgetful extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(Object what) {
      return true;
    }
  }

  /// Keeps the last few, and does not say that there were more.
  private static final class Shortened extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(Object what) {
      if (size() == 1) {
        Object _ = poll();
      }
      return super.add(what);
    }

    @Override
    public Object removeFirst() {
      Object first = poll();
      return first == null ? this : first;
    }
  }

  /// Finds nothing that was put into it.
  private static final class UnknownKeys extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return null;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
      return null;
    }

    @Override
    public Object computeIfAbsent(Object key, Function<? super Object, ? extends Object> made) {
      return made.apply(key);
    }
  }

  /// Takes nothing back.
  private static final class NoSecondTry extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public void addFirst(Object what) {
      // Forgotten.
    }
  }

  /// Does at once what is to be done later.
  private static final class AtOnce extends ArrayDeque<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(Runnable what) {
      what.run();
      return true;
    }
  }

  /// Says that nothing is in it.
  private static final class SeemsEmpty extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean isEmpty() {
      return true;
    }
  }

  /// Has every user as a member.
  private static final class AnyGroup extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public Object getOrDefault(@Nullable Object key, @Nullable Object otherwise) {
      return new HashMap<Object, Object>() {
        private static final long serialVersionUID = 1;

        @Override
        public Object get(@Nullable Object user) {
          UserId member = ((OnlineUser) Objects.requireNonNull(user)).user();
          return Membership.open((ConversationId) Objects.requireNonNull(key), member, 0, 0, 1);
        }
      };
    }
  }
}
