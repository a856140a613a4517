module com.example.inspect {
    requires io.podnet.inspect;
}
