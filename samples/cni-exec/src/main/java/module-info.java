module com.example.attach {
    requires io.podnet.cni;
}
