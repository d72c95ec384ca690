package io.gatehouse.admin;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All beans of this room. They need a {@code StatusBoard} and a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class AdminConfiguration {}
