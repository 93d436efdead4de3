/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CloseReason;
import io.mxp.transport.DenyList;
import io.mxp.transport.DenyListSource;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.engine.MxpIdentities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Changed files and SSL bundles are taken over without a restart. */
class ReloadTests {

	@TempDir
	Path directory;

	@RegisterExtension
	private final LoopbackApplications applications = new LoopbackApplications();

	private MxpIdentities.Development server;

	private MxpIdentities.Development client;

	private Path trust;

	@BeforeEach
	void identities() throws Exception {
		Path ca = this.directory.resolve("ca");
		this.server = MxpIdentities.development(ca, "server");
		this.client = MxpIdentities.development(ca, "client");
		X509Certificate authority = this.server.trust().authorities().get(0).certificate();
		this.trust = Files.writeString(this.directory.resolve("trust.pem"),
				block("CERTIFICATE", authority.getEncoded()));
	}

	private Path keyFile(String name) {
		return this.directory.resolve("ca/keys/" + name + ".pem");
	}

	private static String block(String type, byte[] der) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
				+ "\n-----END " + type + "-----\n";
	}

	@Test
	void deniedAgentLosesItsLiveConnectionAndOthersStay() throws Exception {
		MxpIdentities.Development other = MxpIdentities.development(this.directory.resolve("ca"), "other");
		Path deny = Files.writeString(this.directory.resolve("deny.txt"), "# nobody yet\n");
		ConfigurableApplicationContext serving = this.applications.run(LoopbackApplications.Who.class,
				identity("server"), trust(), interval("0"), "mxp.transport.trust.deny-lists=" + deny.toUri());
		MxpConnection denied = connection(serving, identity("client"));
		MxpConnection kept = connection(serving, identity("other"));
		MxpCredentials credentials = serving.getBean(MxpCredentials.class);
		assertThat(credentials.reload()).as("nothing has changed").isFalse();
		Files.writeString(deny, "agent " + this.client.identity().agentId() + "\n");
		assertThat(credentials.reload()).isTrue();
		CloseReason reason = denied.closed().get(30, TimeUnit.SECONDS);
		assertThat(reason.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
		assertThat(reason.byPeer()).isTrue();
		assertThat(kept.isOpen()).isTrue();
		assertThat(other.identity().agentId()).isNotEqualTo(this.client.identity().agentId());
	}

	@Test
	void filesAreLookedAtByThemselves() throws Exception {
		Path deny = Files.writeString(this.directory.resolve("deny.txt"), "");
		ConfigurableApplicationContext serving = this.applications.run(LoopbackApplications.Who.class,
				identity("server"), trust(), interval("100ms"), "mxp.transport.trust.deny-lists=" + deny.toUri());
		MxpConnection connection = connection(serving, identity("client"));
		Files.writeString(deny, "fingerprint " + this.client.identity().fingerprint() + "\n");
		assertThat(connection.closed().get(30, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
	}

	@Test
	void withoutItsDenyListAnApplicationStartsOnlyWhereThatIsWanted() throws Exception {
		Elsewhere.list = null;
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.applications.run(Elsewhere.class, identity("server"), trust(), interval("0")))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("whoever is denied would be let in: no route"));
		ConfigurableApplicationContext serving = this.applications.run(Elsewhere.class, identity("server"), trust(),
				interval("0"), "mxp.transport.trust.start-without-deny-list=true");
		MxpConnection connection = connection(serving, identity("client"));
		Elsewhere.list = "agent " + this.client.identity().agentId();
		assertThat(serving.getBean(MxpCredentials.class).reload()).isTrue();
		assertThat(connection.closed().get(30, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
		Elsewhere.list = null;
		assertThat(serving.getBean(MxpCredentials.class).reload()).as("the last one stays in force").isFalse();
		assertThat(serving.getBean(MxpCredentials.class).trust().denyList().size()).isOne();
	}

	@Test
	void whatCannotBeUsedChangesNothing() throws Exception {
		ConfigurableApplicationContext serving = this.applications.run(LoopbackApplications.Who.class,
				identity("server"), trust(), interval("0"));
		MxpConnection connection = connection(serving, identity("client"));
		MxpCredentials credentials = serving.getBean(MxpCredentials.class);
		AgentIdentity before = credentials.identity();
		String good = Files.readString(keyFile("server"));
		Files.writeString(keyFile("server"), good.substring(0, good.length() / 2));
		assertThat(credentials.reload()).isFalse();
		Files.delete(this.trust);
		assertThat(credentials.reload()).isFalse();
		assertThat(credentials.identity()).isSameAs(before);
		assertThat(credentials.trust().authorities()).hasSize(1);
		assertThat(connection.isOpen()).isTrue();
		Files.writeString(keyFile("server"), good);
	}

	@Test
	void bundlesGiveIdentityAndTrustAndAreFollowed() throws Exception {
		ConfigurableApplicationContext serving = this.applications.run(LoopbackApplications.Who.class, interval("0"),
				"spring.ssl.bundle.pem.me.keystore.certificate=" + pemOf(this.server.identity()),
				"spring.ssl.bundle.pem.me.keystore.private-key=" + keyOf("server"),
				"spring.ssl.bundle.pem.me.truststore.certificate=" + Files.readString(this.trust),
				"mxp.transport.identity.ssl.bundle=me", "mxp.transport.trust.ssl.bundle=me");
		assertThat(serving.getBean(MxpTransport.class).identity().agentId())
			.isEqualTo(this.server.identity().agentId());
		MxpConnection connection = connection(serving, identity("client"));
		AgentIdentity stranger = MxpIdentities.development(this.directory.resolve("ca2"), "client").identity();
		X509Certificate otherAuthority = MxpIdentities.development(this.directory.resolve("ca2"), "x")
			.trust()
			.authorities()
			.get(0)
			.certificate();
		SslBundle present = serving.getBean(SslBundles.class).getBundle("me");
		serving.getBean(SslBundleRegistry.class)
			.updateBundle("me", SslBundle.of(new Stores(present.getStores(), new PemSslStoreBundle(null,
					PemSslStoreDetails.forCertificate(block("CERTIFICATE", otherAuthority.getEncoded()))))));
		assertThat(connection.closed().get(30, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
		Path strangers = this.directory.resolve("ca2/keys/client.pem");
		MxpConnection accepted = connection(serving, "mxp.transport.identity.private-key=" + strangers.toUri());
		assertThat(accepted.isOpen()).isTrue();
		assertThat(stranger.agentId()).isEqualTo(this.client.identity().agentId());
	}

	@Test
	void newStaticKeyIsShownAndClientsOfTheOldOneAreServed() throws Exception {
		ConfigurableApplicationContext serving = this.applications.run(LoopbackApplications.Who.class,
				identity("server"), trust(), interval("0"));
		MxpConnection before = connection(serving, identity("client"));
		// Another key for the same name: the development authority gives the same agent
		// id.
		Path file = keyFile("server");
		String old = Files.readString(file);
		Files.delete(file);
		AgentIdentity renewed = MxpIdentities.development(this.directory.resolve("ca"), "server").identity();
		assertThat(renewed.agentId()).isEqualTo(this.server.identity().agentId());
		assertThat(renewed).isNotEqualTo(this.server.identity());
		assertThat(serving.getBean(MxpCredentials.class).reload()).isTrue();
		assertThat(serving.getBean(MxpTransport.class).identity()).isEqualTo(renewed);
		assertThat(before.isOpen()).isTrue();
		MxpConnection afterwards = connection(serving, identity("client"));
		assertThat(afterwards.peer().fingerprint()).isEqualTo(renewed.fingerprint());
		String oldKey = "mxp.transport.client.peer.server.certificate="
				+ Files.writeString(this.directory.resolve("old.pem"), old.substring(old.indexOf("-----BEGIN CERT")))
					.toUri();
		assertThat(connection(serving, identity("client"), oldKey).peer().fingerprint())
			.isEqualTo(this.server.identity().fingerprint());
	}

	private static String pemOf(AgentIdentity identity) {
		return block("CERTIFICATE", identity.certificateChain().get(0));
	}

	private String keyOf(String name) throws IOException {
		String text = Files.readString(keyFile(name));
		return text.substring(text.indexOf("-----BEGIN PRIVATE"), text.indexOf("-----BEGIN CERTIFICATE"));
	}

	private String identity(String name) {
		return "mxp.transport.identity.private-key=" + keyFile(name).toUri();
	}

	private String trust() {
		return "mxp.transport.trust.certificates=" + this.trust.toUri();
	}

	private static String interval(String value) {
		return "mxp.transport.reload.interval=" + value;
	}

	private MxpConnection connection(ConfigurableApplicationContext serving, String identity) throws Exception {
		return connection(serving, identity, "mxp.transport.client.peer.server.certificate="
				+ this.directory.resolve("ca/agents/" + this.server.identity().agentId() + ".pem").toUri());
	}

	private MxpConnection connection(ConfigurableApplicationContext serving, String identity, String serverKey)
			throws Exception {
		int port = LoopbackApplications.port(serving);
		ConfigurableApplicationContext calling = this.applications.run(TestAgents.Empty.class, identity, trust(),
				"mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + port + "/" + this.server.identity().agentId(),
				serverKey);
		assertThat(calling.getBean(MxpRequester.class).to("server").call("who").retrieve(String.class))
			.isEqualTo(calling.getBean(MxpTransport.class).identity().agentId().toString());
		return calling.getBean(MxpPeers.class).connection("server").get(30, TimeUnit.SECONDS);
	}

	/** The keys of one bundle and the trust of another. */
	private record Stores(SslStoreBundle keys, SslStoreBundle trust) implements SslStoreBundle {

		@Override
		public KeyStore getKeyStore() {
			return this.keys.getKeyStore();
		}

		@Override
		public String getKeyStorePassword() {
			return this.keys.getKeyStorePassword();
		}

		@Override
		public KeyStore getTrustStore() {
			return this.trust.getTrustStore();
		}

	}

	/** A deny list that is kept somewhere else, which may be out of reach. */
	@Configuration(proxyBeanMethods = false)
	@Import(LoopbackApplications.Who.class)
	static class Elsewhere {

		static volatile @Nullable String list;

		@Bean
		DenyListSource listElsewhere() {
			return () -> {
				String text = list;
				if (text == null) {
					throw new IllegalStateException("no route");
				}
				return DenyList.parse(text, "elsewhere");
			};
		}

	}

}
