module com.example.onepod {
    requires io.podnet.api;
}
