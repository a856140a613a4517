package io.podnet.cni.internal.json;

/** Says that a text is no JSON, or not of the kind that was wanted. */
public final class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where the fault is, or empty. */
    private final String location;

    JsonSyntaxException(String message, String location, Throwable cause) {
        super(message, cause);
        this.location = location;
    }

    JsonSyntaxException(String message) {
        super(message);
        this.location = "";
    }

    /** Tells what is wrong, in the words of Go's encoding/json where it is known what Go would say. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Tells where the fault is, such as {@code line 3, column 7}; empty if that makes no sense. */
    public String location() {
        return location;
    }
}
