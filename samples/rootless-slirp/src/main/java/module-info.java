module com.example.rootless {
    requires io.podnet.rootless;
}
