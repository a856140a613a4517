module com.example.twohosts {
    requires io.podnet.netns;
}
