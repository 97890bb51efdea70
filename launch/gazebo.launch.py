"""The same robot in Gazebo: a map, and coverage paths for Nav2's controllers, which have cmd_vel to themselves: ros2 launch homebound gazebo.launch.py world:=apartment

NOT RUN where it was written, for want of Gazebo: model and world are validated by sdformat, this file only by loading it. It needs ros_gz
and robot_state_publisher. What thinks is odometry, slam and coverage: Gazebo has no plugin for our safety message, without which drive
holds the wheels still, so drive, mission and presence are not started.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, ThisLaunchFileDir
from launch_ros.actions import Node
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = {
    'world': ('apartment', 'One of ours: apartment, studio, test_room.'),
    'x': ('0.24', 'Where the robot stands, m; the apartment has its dock here.'),
    'y': ('3.0', 'The same.'),
    'yaw': ('0.0', 'rad'),
    'viewer': ('true', 'The live map on 127.0.0.1.'),
    'port': ('8080', 'Of the live map.'),
}
SHARE = FindPackageShare('homebound')


def node(name, condition=None, **parameters):
    config = PathJoinSubstitution([SHARE, 'config', f'{name}.yaml'])
    return Node(
        package='homebound',
        executable=name,
        parameters=[config, {'use_sim_time': True, **parameters}],
        output='screen',
        condition=condition,
    )


def generate_launch_description():
    world = [SHARE, '/sim/worlds/', LaunchConfiguration('world'), '.sdf']
    gazebo = PathJoinSubstitution([FindPackageShare('ros_gz_sim'), 'launch', 'gz_sim.launch.py'])
    model = PathJoinSubstitution([SHARE, 'description', 'homebound.sdf'])
    place = [part for axis, flag in (('x', '-x'), ('y', '-y'), ('yaw', '-Y')) for part in (flag, LaunchConfiguration(axis))]
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            IncludeLaunchDescription(gazebo, launch_arguments={'gz_args': ['-r ', *world]}.items()),
            Node(package='ros_gz_sim', executable='create', arguments=['-file', model, '-name', 'homebound', *place]),
            Node(
                package='ros_gz_bridge',
                executable='parameter_bridge',
                parameters=[{'config_file': PathJoinSubstitution([SHARE, 'gazebo_bridge.yaml']), 'use_sim_time': True}],
                output='screen',
            ),
            IncludeLaunchDescription(
                PathJoinSubstitution([ThisLaunchFileDir(), 'description.launch.py']),
                launch_arguments={'use_sim_time': 'true'}.items(),
            ),
            node('odometry'),
            node('slam'),
            node('coverage'),
            node('viewer', IfCondition(LaunchConfiguration('viewer')), port=LaunchConfiguration('port')),
        ]
    )
